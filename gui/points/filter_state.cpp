#include "gui/points/filter_state.hpp"

#include <utility>

namespace fracbit::gui {

class FilterState::Change : public QUndoCommand {
public:
    Change(FilterState& state, PointFilter after, const QString& what, bool goes_on)
        : QUndoCommand(what), state_(state), before_(state.filter_), after_(std::move(after)), goes_on_(goes_on) {}
    void undo() override { state_.set(before_); }
    void redo() override { state_.set(after_); }
    [[nodiscard]] int id() const override { return 1; }
    bool mergeWith(const QUndoCommand* other) override {
        const auto& next = static_cast<const Change&>(*other);
        if (!next.goes_on_ || next.text() != text()) return false;
        after_ = next.after_;
        return true;
    }

private:
    FilterState& state_;
    PointFilter before_, after_;
    bool goes_on_;
};

FilterState::FilterState(QObject* parent) : QObject(parent) {}

void FilterState::change(PointFilter filter, const QString& what, bool goes_on) {
    if (filter == filter_) return;
    history_.push(new Change(*this, std::move(filter), what, goes_on));
}

void FilterState::reset(PointFilter filter) {
    history_.clear();
    set(filter);
}

void FilterState::set(const PointFilter& filter) {
    filter_ = filter;
    Q_EMIT changed();
}

} // namespace fracbit::gui
