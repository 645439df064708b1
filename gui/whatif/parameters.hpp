// The parameters of a design that have a control on the page: which, in which order, and what a slider stops at.
// Ranges, units and meanings come from the key lists.
#pragma once

#include "explorer/space/space_keys.hpp"

#include <QString>

#include <string>
#include <vector>

namespace fracbit::gui {

struct ParameterControl {
    const explorer::SpaceKey* key = nullptr;
    QString label;
    std::vector<double> stops; ///< of the slider, rising, all allowed; empty: not a number, or too many to slide over

    [[nodiscard]] const models::KeyRule& rule() const { return key->rule; }
    [[nodiscard]] std::string path() const { return key->rule.path(); }
    /// The stop nearest to a value.
    [[nodiscard]] int stop_of(double value) const;
};

struct ParameterGroup {
    QString title;
    std::vector<ParameterControl> controls;
};

const std::vector<ParameterGroup>& parameter_groups();

/// "weights.lanes: XOR decoder lanes. slices/cycle, 1 to 64", for tooltips.
QString description(const ParameterControl& control);

/// Whether the parameter changes anything in such a design: taps do not without an XOR network.
bool matters(const std::string& path, const explorer::DesignPoint& point);

} // namespace fracbit::gui
