#include "gui/whatif/scope_table.hpp"

#include "gui/support/text.hpp"

#include <utility>

namespace fracbit::gui {
namespace {

bool has_layer(const DesignFigures& figures, FigureScope scope) {
    return scope.network >= 0 && scope.network < static_cast<int>(figures.networks.size()) &&
           scope.layer <
               static_cast<int>(figures.networks[static_cast<std::size_t>(scope.network)].result.layers.size());
}

} // namespace

const models::LayerResult& counts_of(const DesignFigures& figures, FigureScope scope) {
    if (!has_layer(figures, scope)) return figures.networks.front().total;
    const NetworkFigures& network = figures.networks[static_cast<std::size_t>(scope.network)];
    return scope.layer < 0 ? network.total : network.result.layers[static_cast<std::size_t>(scope.layer)];
}

QString scope_name(const DesignFigures& figures, FigureScope scope) {
    if (!has_layer(figures, scope)) scope = {};
    const NetworkFigures& network = figures.networks[static_cast<std::size_t>(scope.network)];
    const QString name = to_qt(network.name);
    if (scope.layer < 0) return QObject::tr("%1: all layers").arg(name);
    return QStringLiteral("%1: %2").arg(name, to_qt(network.result.layers[static_cast<std::size_t>(scope.layer)].name));
}

std::vector<FigureScope> all_scopes(const Figures& figures) {
    std::vector<FigureScope> scopes;
    for (std::size_t n = 0; figures && n < figures->networks.size(); ++n)
        for (int layer = -1; layer < static_cast<int>(figures->networks[n].result.layers.size()); ++layer)
            scopes.push_back({static_cast<int>(n), layer});
    return scopes;
}

void ScopeTableModel::show(Figures figures) {
    std::vector<FigureScope> rows = all_scopes(figures);
    if (rows == rows_) { // selection and sorting stay
        figures_ = std::move(figures);
        if (!rows_.empty()) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
        return;
    }
    beginResetModel();
    figures_ = std::move(figures);
    rows_ = std::move(rows);
    endResetModel();
}

int ScopeTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

} // namespace fracbit::gui
