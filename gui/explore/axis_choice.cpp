#include "gui/explore/axis_choice.hpp"

#include "gui/points/axis_scale.hpp"
#include "gui/support/text.hpp"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QSignalBlocker>

#include <vector>

namespace fracbit::gui {
namespace {

constexpr int name_role = Qt::UserRole + 1;     // the column's name
constexpr int key_role = Qt::UserRole + 4;      // PointSet::key
constexpr int positive_role = Qt::UserRole + 2; // whether it can be logarithmic
constexpr int wide_role = Qt::UserRole + 3;     // whether it should be

} // namespace

AxisChoice::AxisChoice(What what, const QString& name, QWidget* parent)
    : QWidget(parent), what_(what), columns_(new QComboBox(this)), logarithmic_(new QCheckBox(tr("log"), this)) {
    columns_->setObjectName(name);
    columns_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    columns_->setMinimumContentsLength(10);
    columns_->setMaxVisibleItems(25);
    logarithmic_->setObjectName(name + QStringLiteral("_log"));
    logarithmic_->setToolTip(tr("Logarithmic scale; possible where all values are positive"));
    logarithmic_->setVisible(what == What::axis || what == What::color);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(columns_, 1);
    row->addWidget(logarithmic_);
    connect(columns_, &QComboBox::currentIndexChanged, this, [this] {
        suggest_scale();
        Q_EMIT changed();
    });
    connect(logarithmic_, &QCheckBox::toggled, this, &AxisChoice::changed);
}

void AxisChoice::describe(int index, const PointSet& points, int column) {
    const bool positive = points.column(column).texts.empty() && points.range(column).first > 0;
    columns_->setItemText(index, points.list_title(column));
    columns_->setItemData(index, column);
    columns_->setItemData(index, to_qt(points.column(column).name), name_role);
    columns_->setItemData(index, points.key(column), key_role);
    columns_->setItemData(index, positive, positive_role);
    columns_->setItemData(index, positive && suits_logarithm(points, column), wide_role);
    columns_->setItemData(index, QStringLiteral("%1: %2").arg(to_qt(points.column(column).kind), points.title(column)),
                          Qt::ToolTipRole);
}

void AxisChoice::set_points(const PointSet& points) {
    const QSignalBlocker blocked(this), quiet(columns_);
    const QString before = column_key();
    const bool was_logarithmic = logarithmic();
    std::vector<int> listed;
    for (const char* kind : {"objective", "metric", "parameter", "note"}) {
        if ((what_ == What::shape) != (std::string(kind) == "note")) continue;
        for (const int column : points.columns_of(kind))
            if (what_ != What::size || points.column(column).texts.empty()) listed.push_back(column);
    }
    fill(points, listed);
    if (before.isEmpty()) return suggest_scale();
    choose(before);
    suggest_scale();
    set_logarithmic(was_logarithmic);
}

/// A list that somebody has opened stays as it is where nothing of it changes.
void AxisChoice::fill(const PointSet& points, const std::vector<int>& listed) {
    const int first = what_ == What::axis ? 0 : 1;
    bool same = columns_->count() == first + static_cast<int>(listed.size());
    for (int i = 0; same && i < static_cast<int>(listed.size()); ++i)
        same = columns_->itemData(first + i, key_role).toString() == points.key(listed[static_cast<std::size_t>(i)]);
    if (!same) {
        columns_->clear();
        if (first == 1) columns_->addItem(tr("(none)"), -1);
        for (std::size_t i = 0; i < listed.size(); ++i) columns_->addItem({});
    }
    for (int i = 0; i < static_cast<int>(listed.size()); ++i)
        describe(first + i, points, listed[static_cast<std::size_t>(i)]);
}

void AxisChoice::suggest_scale() {
    const QSignalBlocker blocked(logarithmic_);
    logarithmic_->setEnabled(columns_->currentData(positive_role).toBool());
    logarithmic_->setChecked(columns_->currentData(wide_role).toBool());
    columns_->setToolTip(columns_->currentText());
}

void AxisChoice::choose(const QString& column) {
    for (const int role : {key_role, name_role})
        if (const int index = columns_->findData(column, role); index >= 0) return columns_->setCurrentIndex(index);
}

void AxisChoice::choose_none() {
    if (what_ != What::axis && columns_->count() > 0) columns_->setCurrentIndex(0);
}

void AxisChoice::set_logarithmic(bool on) { logarithmic_->setChecked(on && logarithmic_->isEnabled()); }

int AxisChoice::column() const { return columns_->count() == 0 ? -1 : columns_->currentData().toInt(); }

QString AxisChoice::column_key() const { return columns_->currentData(key_role).toString(); }

bool AxisChoice::logarithmic() const { return logarithmic_->isChecked(); }

QWidget* AxisChoice::focus_widget() const { return columns_; }

void AxisChoice::set_accessible_label(const QString& label) {
    columns_->setAccessibleName(label);
    logarithmic_->setAccessibleName(tr("%1, logarithmic").arg(label));
}

} // namespace fracbit::gui
