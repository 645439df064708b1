#include "gui/whatif/key_figures.hpp"

#include "gui/support/text.hpp"

#include <cmath>
#include <utility>

#include <QApplication>
#include <fmt/format.h>

namespace fracbit::gui {

using explorer::MetricId;

const std::vector<MetricId>& key_metrics() {
    static const std::vector<MetricId> metrics = [] {
        std::vector<MetricId> list;
        for (int m = 0; m < explorer::metric_count; ++m) {
            const auto metric = static_cast<MetricId>(m);
            const bool of_accuracy =
                metric == MetricId::accuracy || metric == MetricId::accuracy_ratio || metric == MetricId::accuracy_drop;
            if (!of_accuracy) list.push_back(metric);
        }
        return list;
    }();
    return metrics;
}

QString metric_text(MetricId metric, double value) {
    if (std::isnan(value)) return QStringLiteral("-");
    if (explorer::metric_info(metric).boolean) return value != 0 ? QObject::tr("yes") : QObject::tr("no");
    return short_number(value, 5);
}

QString difference_text(double value, double base) {
    if (std::isnan(value) || std::isnan(base) || base == 0) return {};
    if (value == base) return QStringLiteral("=");
    return to_qt(fmt::format("{:+.3g} %", 100 * (value / base - 1)));
}

KeyFiguresModel::KeyFiguresModel(QObject* parent) : QAbstractTableModel(parent) {}

void KeyFiguresModel::show(Figures figures, Figures before, Figures base, const QString& base_name) {
    const bool renamed = base_name != base_name_;
    figures_ = std::move(figures);
    before_ = std::move(before);
    base_ = std::move(base);
    base_name_ = base_name;
    Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, column_count - 1));
    if (renamed) Q_EMIT headerDataChanged(Qt::Horizontal, difference, difference);
}

int KeyFiguresModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(key_metrics().size());
}

int KeyFiguresModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : column_count; }

QVariant KeyFiguresModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const MetricId metric = key_metrics()[static_cast<std::size_t>(index.row())];
    const explorer::MetricInfo& info = explorer::metric_info(metric);
    double own = figures_ ? figures_->value(metric) : std::nan("");
    const bool old = std::isnan(own) && before_;
    if (old) own = before_->value(metric);
    const double other = base_ ? base_->value(metric) : std::nan("");
    if (role == Qt::ToolTipRole) return to_qt(info.meaning);
    if (role == Qt::TextAlignmentRole && (index.column() == value || index.column() == difference))
        return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::ForegroundRole && old) return QApplication::palette().brush(QPalette::PlaceholderText);
    if (role == Qt::UserRole && index.column() == value && !std::isnan(own)) return own;
    if (role == Qt::UserRole && index.column() == difference && !std::isnan(own) && !std::isnan(other) && other != 0)
        return 100 * (own / other - 1);
    if (role != Qt::DisplayRole) return {};
    switch (index.column()) {
    case figure:
        return to_qt(info.name);
    case value:
        return metric_text(metric, own);
    case unit:
        return to_qt(info.unit);
    default:
        return info.boolean ? QString() : difference_text(own, other);
    }
}

QVariant KeyFiguresModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole) // as the column below
        return QVariant::fromValue((section == value || section == difference ? Qt::AlignRight : Qt::AlignLeft) |
                                   Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case figure:
        return tr("Figure");
    case value:
        return tr("Value");
    case unit:
        return tr("Unit");
    default:
        return base_name_.isEmpty() ? tr("Difference") : tr("vs %1").arg(base_name_);
    }
}

} // namespace fracbit::gui
