#include "gui/whatif/comparison.hpp"

#include "gui/support/text.hpp"

#include <algorithm>
#include <cmath>

namespace fracbit::gui {
namespace {

constexpr int first_design_column = 2;

/// Whether it can be so many percent above another: seeds and names cannot.
bool is_quantity(const models::KeyRule& rule) {
    const bool number = rule.type == models::KeyType::integer || rule.type == models::KeyType::number;
    return number && !to_qt(rule.path()).endsWith(QLatin1String("seed"));
}

QString networks_text(const Design& design) {
    QStringList names;
    for (const explorer::NetworkUse& use : design.networks) names += to_qt(use.name);
    return names.join(QStringLiteral(" + "));
}

} // namespace

ComparisonModel::ComparisonModel(const PinnedFigures& pinned, QObject* parent)
    : QAbstractTableModel(parent), pinned_(pinned) {
    connect(&pinned_, &PinnedFigures::changed, this, &ComparisonModel::reload);
    reload();
}

void ComparisonModel::reload() {
    beginResetModel();
    entries_ = pinned_.entries();
    differing_.clear();
    for (const explorer::SpaceKey& key : explorer::space_keys())
        for (int design = 1; design < static_cast<int>(entries_.size()); ++design)
            if (parameter_text(key, design) != parameter_text(key, 0)) {
                differing_.push_back(&key);
                break;
            }
    endResetModel();
}

QString ComparisonModel::parameter_text(const explorer::SpaceKey& key, int design) const {
    const Design& own = entries_[static_cast<std::size_t>(design)].design;
    if (key.rule.path() == "network") return networks_text(own);
    if (key.rule.path() == "technology") return to_qt(own.technology.name);
    const auto value = key.get(own.point);
    if (!value) return QStringLiteral("-");
    return to_qt(models::toml_text(*value)).remove(QLatin1Char('"'));
}

int ComparisonModel::design_of(int column) const {
    if (column < first_design_column || column >= columnCount()) return -1;
    return column == first_design_column ? 0 : (column - first_design_column - 1) / 2 + 1;
}

int ComparisonModel::rowCount(const QModelIndex& parent) const {
    if (parent.isValid() || entries_.empty()) return 0;
    return static_cast<int>(differing_.size() + key_metrics().size());
}

int ComparisonModel::columnCount(const QModelIndex& parent) const {
    if (parent.isValid() || entries_.empty()) return 0;
    return first_design_column + 2 * static_cast<int>(entries_.size()) - 1;
}

QVariant ComparisonModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    if (role == Qt::TextAlignmentRole && index.column() >= first_design_column)
        return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    const int row = index.row();
    const auto parameters = static_cast<int>(differing_.size());
    if (row < parameters) return parameter(row, index, role);
    return figure(key_metrics()[static_cast<std::size_t>(row - parameters)], index, role);
}

QVariant ComparisonModel::parameter(int row, const QModelIndex& index, int role) const {
    const explorer::SpaceKey& key = *differing_[static_cast<std::size_t>(row)];
    if (role == Qt::ToolTipRole) return to_qt(key.rule.meaning);
    if (role != Qt::DisplayRole) return {};
    if (index.column() == 0) return to_qt(key.rule.path());
    if (index.column() == 1) return to_qt(key.rule.unit);
    const int design = design_of(index.column());
    const QString own = parameter_text(key, design);
    const bool is_difference = design > 0 && (index.column() - first_design_column) % 2 == 0;
    if (!is_difference) return own;
    if (!is_quantity(key.rule)) return {};
    bool number = false, other_number = false;
    const double value = own.toDouble(&number), base = parameter_text(key, 0).toDouble(&other_number);
    return number && other_number ? difference_text(value, base) : QString();
}

QVariant ComparisonModel::figure(explorer::MetricId metric, const QModelIndex& index, int role) const {
    const explorer::MetricInfo& info = explorer::metric_info(metric);
    if (role == Qt::ToolTipRole) return to_qt(info.meaning);
    if (role != Qt::DisplayRole && role != Qt::UserRole) return {};
    if (index.column() == 0) return role == Qt::DisplayRole ? to_qt(info.name) : QVariant();
    if (index.column() == 1) return role == Qt::DisplayRole ? to_qt(info.unit) : QVariant();
    const int design = design_of(index.column());
    const auto value_of = [&](int number) {
        const PinnedFigures::Entry& entry = entries_[static_cast<std::size_t>(number)];
        return entry.figures ? entry.figures->value(metric) : std::nan("");
    };
    const double own = value_of(design);
    const bool is_difference = design > 0 && (index.column() - first_design_column) % 2 == 0;
    if (is_difference) {
        const double base = value_of(0);
        const bool comparable = !info.boolean && !std::isnan(own) && !std::isnan(base) && base != 0;
        if (role == Qt::UserRole) return comparable ? QVariant(100 * (own / base - 1)) : QVariant();
        return comparable ? difference_text(own, base) : QString();
    }
    const PinnedFigures::Entry& entry = entries_[static_cast<std::size_t>(design)];
    if (role == Qt::UserRole) return std::isnan(own) ? QVariant() : QVariant(own);
    if (!entry.figures) return entry.refusal.isEmpty() ? QStringLiteral("...") : tr("does not run");
    return metric_text(metric, own);
}

QVariant ComparisonModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    const int design = design_of(section);
    if (role == Qt::ToolTipRole && design >= 0) {
        const PinnedFigures::Entry& entry = entries_[static_cast<std::size_t>(design)];
        return entry.refusal.isEmpty() ? headerData(section, orientation, Qt::DisplayRole) : entry.refusal;
    }
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((design < 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    if (section == 0) return tr("What");
    if (section == 1) return tr("Unit");
    if (design < 0) return {};
    const QString name = entries_[static_cast<std::size_t>(design)].design.name;
    const bool is_difference = design > 0 && (section - first_design_column) % 2 == 0;
    return is_difference ? tr("Δ % %1").arg(name) : name;
}

} // namespace fracbit::gui
