#include "gui/designs/live_figures.hpp"

#include "gui/support/text.hpp"
#include "models/core/cancelled.hpp"

#include <exception>
#include <utility>

namespace fracbit::gui {

LiveFigures::LiveFigures(QObject* parent)
    : QObject(parent), evaluator_([this] { return timing_.superseded(); },
                                  [this] { return costing_.cancelled() || costing_number_ <= forget_; }) {}

void LiveFigures::request(const Design& design) {
    const std::uint64_t number = ++latest_;
    timing_.start([this, design, number] { time(design, number); });
}

void LiveFigures::cancel() {
    forget_ = told_ = ++latest_;
    timing_.cancel();
    costing_.cancel();
}

void LiveFigures::time(const Design& design, std::uint64_t number) {
    try {
        auto figures = std::make_shared<const DesignFigures>(evaluator_.time(design));
        QMetaObject::invokeMethod(this, [this, figures, number] {
            if (number <= forget_ || number <= costed_) return;
            told_ = number;
            Q_EMIT timed(figures);
        });
        costing_.start([this, figures, number] { cost(figures, number); }); // after it: costs may be known at once
    } catch (const Cancelled&) {
        return;
    } catch (const std::exception& error) {
        QMetaObject::invokeMethod(this, [this, what = to_qt(error.what()), number] { tell_refused(what, number); });
    }
}

void LiveFigures::cost(const std::shared_ptr<const DesignFigures>& figures, std::uint64_t number) {
    try {
        costing_number_ = number;
        auto whole = std::make_shared<DesignFigures>(*figures);
        evaluator_.add_costs(*whole);
        QMetaObject::invokeMethod(this, [this, whole, number] {
            if (number <= forget_ || number <= costed_) return;
            costed_ = number;
            if (number < told_) {
                Q_EMIT costed_late(whole);
                return;
            }
            told_ = number;
            Q_EMIT costed(whole);
        });
    } catch (const Cancelled&) {
        return;
    } catch (const std::exception& error) {
        QMetaObject::invokeMethod(this, [this, what = to_qt(error.what()), number] { tell_refused(what, number); });
    }
}

void LiveFigures::tell_refused(const QString& message, std::uint64_t number) {
    if (number < latest_) return;
    forget_ = told_ = number; // costs of earlier ones are given up, if they are not on their way already
    Q_EMIT refused(message);
}

} // namespace fracbit::gui
