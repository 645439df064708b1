// Texts between Qt and the rest of the program.
#pragma once

#include <QString>

#include <cstdint>
#include <string>
#include <string_view>

namespace fracbit::gui {

QString to_qt(std::string_view text);
std::string to_std(const QString& text);

/// "1,234,567"
QString grouped_text(std::int64_t number);
/// At most `digits` significant digits, without exponent where it stays short; "-" for not a number.
QString short_number(double value, int digits = 4);
/// "area_mm2 (mm²)", or the name alone without a unit.
QString with_unit(const QString& name, const QString& unit);

} // namespace fracbit::gui
