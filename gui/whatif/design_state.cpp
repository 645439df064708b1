#include "gui/whatif/design_state.hpp"

#include "gui/support/text.hpp"
#include "gui/whatif/present_design.hpp"

#include <algorithm>

#include <QObject>

namespace fracbit::gui {
namespace {

bool can_be_kept(const Design& design, NetworkBook& book) {
    const auto& shipped = models::shipped_technologies();
    const bool technology = std::find(shipped.begin(), shipped.end(), design.point.technology) != shipped.end() &&
                            models::shipped_technology(design.point.technology) == design.technology;
    if (design.stored || design.networks.size() != 1 || !technology) return false;
    const explorer::NetworkUse& use = design.networks.front();
    const models::Network* known = book.find(to_qt(use.name));
    return known != nullptr && *known == use.network && use.runs == 1;
}

} // namespace

QJsonArray pinned_state(const DesignList& designs, NetworkBook& book) {
    QJsonArray kept;
    for (const Design& design : designs.designs()) {
        if (!can_be_kept(design, book)) continue;
        PresentDesign values(book);
        values.open(design);
        kept.append(QJsonObject{{QStringLiteral("name"), design.name}, {QStringLiteral("values"), values.state()}});
    }
    return kept;
}

void restore_pinned(const QJsonArray& state, NetworkBook& book, DesignList& designs) {
    for (const QJsonValue& entry : state) {
        const QJsonObject kept = entry.toObject();
        const QJsonObject values = kept[QStringLiteral("values")].toObject();
        if (book.find(values[QStringLiteral("network")].toString()) == nullptr) continue;
        PresentDesign design(book);
        design.restore(values);
        Design pinned = design.design();
        pinned.name = kept[QStringLiteral("name")].toString();
        designs.add(std::move(pinned));
    }
}

QString describe(const Design& design) {
    QStringList names;
    for (const explorer::NetworkUse& use : design.networks) names += to_qt(use.name);
    const models::SyntheticSpec& weights = design.point.weights;
    QString text = QStringLiteral("%1, %2").arg(names.join(QStringLiteral(" + ")), to_qt(to_string(weights.format)));
    using models::WeightFormat;
    if (weights.format == WeightFormat::flexor || weights.format == WeightFormat::sparse ||
        weights.format == WeightFormat::shift_xor)
        text += QObject::tr(" %1/%2, %3 lanes")
                    .arg(design.point.n_in)
                    .arg(weights.xor_spec.n_out)
                    .arg(design.point.architecture.weights.lanes);
    return text;
}

} // namespace fracbit::gui
