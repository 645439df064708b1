#include "gui/support/text.hpp"

#include "models/results/report_text.hpp"

#include <cmath>

#include <fmt/format.h>

namespace fracbit::gui {

QString to_qt(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

std::string to_std(const QString& text) { return text.toStdString(); }

QString grouped_text(std::int64_t number) { return to_qt(models::grouped(number)); }

QString short_number(double value, int digits) {
    if (std::isnan(value)) return QStringLiteral("-");
    constexpr double longest = 1e9;
    if (std::abs(value) < longest && std::floor(value) == value) return grouped_text(static_cast<std::int64_t>(value));
    if (std::abs(value) < longest && std::abs(value) >= std::pow(10.0, digits) - 0.5) // where it is rounded to that
        return grouped_text(std::llround(value));
    return to_qt(fmt::format("{:.{}g}", value, digits));
}

QString with_unit(const QString& name, const QString& unit) {
    return unit.isEmpty() ? name : QStringLiteral("%1 (%2)").arg(name, unit);
}

} // namespace fracbit::gui
