#include "gui/designs/pinned_figures.hpp"

#include "explorer/space/space_keys.hpp"
#include "gui/support/text.hpp"
#include "models/core/cancelled.hpp"

#include <algorithm>
#include <exception>
#include <utility>

namespace fracbit::gui {

bool same_design(const Design& a, const Design& b) {
    const auto& keys = explorer::space_keys();
    const bool parameters = std::all_of(
        keys.begin(), keys.end(), [&](const explorer::SpaceKey& key) { return key.get(a.point) == key.get(b.point); });
    const auto same_use = [](const explorer::NetworkUse& x, const explorer::NetworkUse& y) {
        return x.name == y.name && x.runs == y.runs && x.network == y.network;
    };
    return parameters && a.technology == b.technology &&
           std::equal(a.networks.begin(), a.networks.end(), b.networks.begin(), b.networks.end(), same_use);
}

PinnedFigures::PinnedFigures(const DesignList& designs, QObject* parent)
    : QObject(parent), designs_(designs),
      evaluator_([this] { return job_.superseded(); }, [this] { return job_.superseded(); }) {
    connect(&designs_, &DesignList::changed, this, &PinnedFigures::follow);
    follow();
}

bool PinnedFigures::working() const {
    return std::any_of(entries_.begin(), entries_.end(),
                       [](const Entry& entry) { return !entry.figures && entry.refusal.isEmpty(); });
}

void PinnedFigures::follow() {
    std::vector<Entry> entries;
    std::vector<Design> missing;
    for (const Design& design : designs_.designs()) {
        const auto known = std::find_if(entries_.begin(), entries_.end(),
                                        [&design](const Entry& entry) { return same_design(entry.design, design); });
        entries.push_back(known == entries_.end() ? Entry{design, nullptr, {}} : *known);
        entries.back().design = design;
        if (!entries.back().figures && entries.back().refusal.isEmpty()) missing.push_back(design);
    }
    entries_ = std::move(entries);
    if (!missing.empty())
        job_.start([this, missing] {
            for (const Design& design : missing) work_out(design);
        });
    Q_EMIT changed();
}

void PinnedFigures::work_out(const Design& design) {
    if (job_.superseded()) return;
    std::shared_ptr<const DesignFigures> figures;
    QString refusal;
    try {
        auto own = std::make_shared<DesignFigures>(evaluator_.time(design));
        evaluator_.add_costs(*own);
        figures = std::move(own);
    } catch (const Cancelled&) {
        return;
    } catch (const std::exception& error) {
        refusal = to_qt(error.what());
    }
    QMetaObject::invokeMethod(this, [this, design, figures, refusal] { tell(design, figures, refusal); });
}

void PinnedFigures::tell(const Design& design, const std::shared_ptr<const DesignFigures>& figures,
                         const QString& refusal) {
    bool any = false;
    for (Entry& entry : entries_) {
        if (entry.figures || !same_design(entry.design, design)) continue;
        entry.figures = figures;
        entry.refusal = refusal;
        any = true;
    }
    if (any) Q_EMIT changed();
}

} // namespace fracbit::gui
