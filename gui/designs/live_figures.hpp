// Figures of a design that keeps changing: cycles as soon as they are known, area and energy when they are. Works in
// threads of its own; a newer design takes the place of one that waits.
#pragma once

#include "gui/designs/design_figures.hpp"
#include "gui/support/latest_job.hpp"

#include <QObject>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <memory>

namespace fracbit::gui {

class LiveFigures : public QObject {
    Q_OBJECT

public:
    explicit LiveFigures(QObject* parent = nullptr);

    void request(const Design& design);
    void cancel(); ///< nothing of what was requested will come any more
    /// Whether the design that was requested last is still to come.
    [[nodiscard]] bool working() const { return told_ < latest_; }
    /// Whether nothing is still to come, costs included.
    [[nodiscard]] bool settled() const { return std::max(costed_, forget_.load()) >= latest_; }

Q_SIGNALS:
    /// Without costs. In the order of requests; those that were overtaken may be left out.
    void timed(std::shared_ptr<const fracbit::gui::DesignFigures> figures);
    void costed(std::shared_ptr<const fracbit::gui::DesignFigures> figures);
    /// Of a design whose cycles were told, and since then those of a newer one.
    void costed_late(std::shared_ptr<const fracbit::gui::DesignFigures> figures);
    /// The design that was requested last cannot run: why.
    void refused(const QString& message);

private:
    void time(const Design& design, std::uint64_t number);
    void cost(const std::shared_ptr<const DesignFigures>& figures, std::uint64_t number);
    void tell_refused(const QString& message, std::uint64_t number);

    std::uint64_t latest_ = 0, told_ = 0, costed_ = 0; // of the window's thread
    std::atomic<std::uint64_t> forget_ = 0;            // costs up to here will not be told
    std::uint64_t costing_number_ = 0;                 // of the thread that works out costs
    DesignEvaluator evaluator_;                        // asks both threads, and outlives them
    LatestJob costing_;                                // outlives timing_, which starts it
    LatestJob timing_;
};

} // namespace fracbit::gui
