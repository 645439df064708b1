#include "gui/whatif/design_state.hpp"

#include "gui/support/text.hpp"
#include "gui/whatif/present_design.hpp"

#include <QObject>

namespace fracbit::gui {
QJsonArray pinned_state(const DesignList& designs, NetworkBook& book) {
    QJsonArray kept;
    for (const Design& design : designs.designs()) {
        if (design.stored) continue;
        PresentDesign values(book);
        values.open(design);
        kept.append(QJsonObject{{QStringLiteral("name"), design.name}, {QStringLiteral("values"), values.state()}});
    }
    return kept;
}

QStringList restore_pinned(const QJsonArray& state, NetworkBook& book, DesignList& designs) {
    QStringList losses;
    for (const QJsonValue& entry : state) {
        const QJsonObject kept = entry.toObject();
        PresentDesign design(book);
        const QStringList gone = design.restore(kept[QStringLiteral("values")].toObject());
        Design pinned = design.design();
        pinned.name = kept[QStringLiteral("name")].toString();
        if (gone.isEmpty())
            designs.add(std::move(pinned));
        else
            losses += QObject::tr("pinned design %1 (of %2)").arg(pinned.name, gone.join(QStringLiteral(", ")));
    }
    return losses;
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
