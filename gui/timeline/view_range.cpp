#include "gui/timeline/view_range.hpp"

#include <algorithm>
#include <cmath>

namespace fracbit::gui {

ViewRange::ViewRange(std::int64_t total) : total_(total), span_(static_cast<double>(total)) {}

void ViewRange::show(double begin, double end) {
    if (!std::isfinite(begin) || !std::isfinite(end)) return;
    const auto most = static_cast<double>(total_);
    const double least = std::min(least_span, most);
    const double span = std::clamp(end - begin, least, std::max(least, most));
    if (end - begin < least) begin = (begin + end - span) / 2; // around the middle of what was asked for
    span_ = span;
    move_to(begin);
}

void ViewRange::zoom(double factor, double at) {
    const double share = span_ > 0 ? (at - begin_) / span_ : 0;
    const auto most = static_cast<double>(total_);
    const double span = std::clamp(span_ * factor, std::min(least_span, most), most);
    show(at - share * span, at - share * span + span);
}

void ViewRange::move_to(double begin) {
    begin_ = std::clamp(begin, 0.0, std::max(0.0, static_cast<double>(total_) - span_));
}

void ViewRange::reveal(double cycle) {
    if (!shows(cycle)) move_to(cycle - span_ / 2);
}

} // namespace fracbit::gui
