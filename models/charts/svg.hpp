// Pieces of SVG text.
#pragma once

#include <string>

namespace fracbit::models::svg {

/// "<", ">", "&" and quotes as entities.
std::string escaped(const std::string& text);
/// The start of a white picture of this size, up to </svg>.
std::string opening(double width, double height);
/// `anchor`: start, middle, end. `more`: further attributes, with a space before.
std::string label(double x, double y, const char* anchor, const std::string& text, const std::string& more = "");
/// Read upwards.
std::string upright_label(double x, double y, const std::string& text);
std::string grid_line(double x1, double y1, double x2, double y2);

} // namespace fracbit::models::svg
