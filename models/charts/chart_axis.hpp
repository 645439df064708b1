// An axis between round numbers, linear or logarithmic.
#pragma once

#include <string>
#include <vector>

namespace fracbit::models {

struct ChartAxis {
    double low = 0, high = 1;
    double step = 1; ///< between ticks; not of logarithmic axes
    bool logarithmic = false;
    /// Where a value lies: 0 at `low`, 1 at `high`.
    [[nodiscard]] double share(double value) const;
    [[nodiscard]] std::vector<double> ticks() const;
};

/// Ends at multiples of 1, 2 or 5 times a power of ten, about five steps apart.
ChartAxis linear_axis(double low, double high);
/// Ends at powers of ten, or at 2 or 5 times one, if the values span less. Needs 0 < low.
ChartAxis logarithmic_axis(double low, double high);

/// For people: "0.002", "1500", "2e+06".
std::string tick_text(double value);

} // namespace fracbit::models
