// Which cycles of a run are on screen. Whatever is asked for, it stays within the run.
#pragma once

#include <cstdint>

namespace fracbit::gui {

class ViewRange {
public:
    static constexpr double least_span = 8; ///< cycles: single ones can be told apart

    /// The whole run of `total` cycles.
    explicit ViewRange(std::int64_t total = 0);

    [[nodiscard]] double begin() const { return begin_; }
    [[nodiscard]] double end() const { return begin_ + span_; }
    [[nodiscard]] double span() const { return span_; }
    [[nodiscard]] std::int64_t total() const { return total_; }
    [[nodiscard]] bool is_whole() const { return span_ >= static_cast<double>(total_); }
    [[nodiscard]] bool shows(double cycle) const { return cycle >= begin_ && cycle < end(); }

    /// Cycles [begin, end), as far as the run and `least_span` allow.
    void show(double begin, double end);
    void fit() { show(0, static_cast<double>(total_)); }
    /// `factor` times as many cycles (< 1 goes closer); the cycle `at` stays where it is on screen.
    void zoom(double factor, double at);
    void pan(double cycles) { move_to(begin_ + cycles); }
    /// With as many cycles as now.
    void move_to(double begin);
    /// Brings the cycle to the middle if it is not on screen.
    void reveal(double cycle);

    friend bool operator==(const ViewRange&, const ViewRange&) = default;

private:
    std::int64_t total_;
    double begin_ = 0, span_;
};

} // namespace fracbit::gui
