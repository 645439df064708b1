#include "gui/whatif/control_column.hpp"

#include "gui/support/text.hpp"
#include "gui/support/theme.hpp"
#include "models/cost/technology.hpp"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QEvent>
#include <QGridLayout>
#include <QGroupBox>
#include <QLabel>
#include <QScopedValueRollback>
#include <QSlider>
#include <QVBoxLayout>

namespace fracbit::gui {
namespace {

/// "12.8", not "12.800".
class ShortSpinBox final : public QDoubleSpinBox {
public:
    using QDoubleSpinBox::QDoubleSpinBox;
    [[nodiscard]] QString textFromValue(double value) const override {
        return locale().toString(value, 'f', QLocale::FloatingPointShortest);
    }
};

QString widget_name(const ParameterControl& control, const char* kind) {
    return QStringLiteral("whatif_%1_%2")
        .arg(to_qt(control.path()).replace(QLatin1Char('.'), QLatin1Char('_')), QLatin1String(kind));
}

/// Units that are long are in the tooltip alone.
QString suffix_of(const models::KeyRule& rule, double value) {
    QString unit = to_qt(rule.unit);
    if (unit == QLatin1String("bytes/cycle")) return QStringLiteral(" B/cycle");
    if (unit == QLatin1String("bytes")) return QStringLiteral(" B");
    constexpr qsizetype longest = 8;
    if (value == 1 && unit.endsWith(QLatin1Char('s')) && unit != QLatin1String("ns")) unit.chop(1); // "1 bank"
    const bool rate = unit.contains(QLatin1Char('/')) && unit != QLatin1String("GB/s");
    return unit.isEmpty() || rate || unit.size() > longest ? QString() : QLatin1Char(' ') + unit;
}

} // namespace

ControlColumn::ControlColumn(PresentDesign& design, const NetworkBook& book, QWidget* parent)
    : QWidget(parent), design_(design), book_(book) {
    setObjectName(QStringLiteral("whatif_controls"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(4, 0, 4, 4);
    for (const ParameterGroup& group : parameter_groups()) {
        auto* box = new QGroupBox(group.title, this);
        auto* grid = new QGridLayout(box);
        grid->setContentsMargins(6, 4, 6, 6);
        grid->setVerticalSpacing(2);
        grid->setColumnStretch(1, 1);
        for (const ParameterControl& control : group.controls) add_row(*grid, control);
        column->addWidget(box);
    }
    column->addStretch(1);
    refresh();
}

void ControlColumn::add_row(QGridLayout& grid, const ParameterControl& control) {
    Row row;
    row.control = &control;
    row.label = new QLabel(control.label, this);
    row.label->setToolTip(description(control));
    const int line = grid.rowCount();
    grid.addWidget(row.label, line, 0);
    if (control.stops.empty())
        add_choice(grid, row);
    else
        add_number(grid, row);
    row.problem = new QLabel(this);
    row.problem->setObjectName(widget_name(control, "problem"));
    row.problem->setWordWrap(true);
    row.problem->setTextFormat(Qt::PlainText);
    row.problem->hide();
    grid.addWidget(row.problem, line + 1, 0, 1, 3);
    rows_.push_back(row);
}

void ControlColumn::add_number(QGridLayout& grid, Row& row) {
    const ParameterControl& control = *row.control;
    const models::KeyRule& rule = control.rule();
    row.slider = new QSlider(Qt::Horizontal, this);
    row.slider->setObjectName(widget_name(control, "slider"));
    row.slider->setAccessibleName(control.label);
    row.slider->setRange(0, static_cast<int>(control.stops.size()) - 1);
    row.slider->setPageStep(std::max(1, static_cast<int>(control.stops.size()) / 10));
    row.slider->setToolTip(description(control));
    row.slider->setMinimumWidth(fontMetrics().averageCharWidth() * 10);
    row.spin = new ShortSpinBox(this);
    row.spin->setLocale(QLocale::c());
    row.spin->setObjectName(widget_name(control, "spin"));
    row.spin->setDecimals(rule.type == models::KeyType::integer ? 0 : 3);
    row.spin->setRange(rule.minimum, rule.maximum);
    row.spin->setSingleStep(control.path() == "encoding.sparsity" ? 0.01 : 1);
    row.spin->setSuffix(suffix_of(rule, row.spin->value()));
    row.spin->setKeyboardTracking(false);
    row.spin->setToolTip(description(control));
    row.spin->setAccelerated(true);
    row.spin->setFixedWidth(fontMetrics().averageCharWidth() * 17);
    row.label->setBuddy(row.spin);
    const int line = grid.rowCount() - 1;
    grid.addWidget(row.slider, line, 1);
    grid.addWidget(row.spin, line, 2);
    connect(row.slider, &QSlider::valueChanged, this,
            [this, &control](int stop) { set_number(control.path(), control.stops[static_cast<std::size_t>(stop)]); });
    connect(row.spin, &QDoubleSpinBox::valueChanged, this, [this, &control, spin = row.spin](double value) {
        spin->setSuffix(suffix_of(control.rule(), value));
        set_number(control.path(), value);
    });
}

void ControlColumn::add_choice(QGridLayout& grid, Row& row) {
    const ParameterControl& control = *row.control;
    const int line = grid.rowCount() - 1;
    if (control.rule().type == models::KeyType::boolean) {
        row.check = new QCheckBox(this);
        row.check->setObjectName(widget_name(control, "check"));
        row.check->setToolTip(description(control));
        row.label->setBuddy(row.check);
        grid.addWidget(row.check, line, 1, 1, 2);
        connect(row.check, &QCheckBox::toggled, this,
                [this, &control](bool on) { set_number(control.path(), on ? 1 : 0); });
        return;
    }
    row.combo = new QComboBox(this);
    row.combo->setObjectName(widget_name(control, "combo"));
    row.combo->setToolTip(description(control));
    for (const std::string& choice : control.rule().choices) row.combo->addItem(to_qt(choice));
    if (control.path() == "technology")
        for (const std::string& name : models::shipped_technologies()) row.combo->addItem(to_qt(name));
    row.label->setBuddy(row.combo);
    grid.addWidget(row.combo, line, 1, 1, 2);
    connect(row.combo, &QComboBox::textActivated, this,
            [this, &control](const QString& text) { set_text(control.path(), text); });
}

void ControlColumn::set_number(const std::string& path, double value) {
    if (refreshing_) return;
    design_.set_number(path, value);
    refresh();
    Q_EMIT changed();
}

void ControlColumn::set_text(const std::string& path, const QString& text) {
    design_.set_text(path, text);
    refresh();
    Q_EMIT changed();
}

void ControlColumn::refresh() {
    const QScopedValueRollback<bool> quiet(refreshing_, true);
    for (Row& row : rows_) refresh_row(row);
}

void ControlColumn::refresh_row(Row& row) {
    const std::string path = row.control->path();
    const bool enabled = matters(path, design_.design().point);
    for (QWidget* widget : std::initializer_list<QWidget*>{row.label, row.slider, row.spin, row.combo, row.check})
        if (widget != nullptr) widget->setEnabled(enabled);
    if (row.slider != nullptr) {
        const double value = design_.number(path);
        const int stop = row.control->stop_of(value);
        // A slider between two stops that rounds to where it is stays there.
        if (row.slider->value() != stop) row.slider->setValue(stop);
        if (row.spin->value() != value) row.spin->setValue(value);
    }
    if (row.check != nullptr) row.check->setChecked(design_.number(path) != 0);
    if (row.combo == nullptr) return;
    if (path == "network") return fill_networks(*row.combo);
    row.combo->setCurrentText(design_.text(path));
    if (path == "technology" && row.combo->currentText() != design_.text(path)) { // a store's own
        row.combo->addItem(design_.text(path));
        row.combo->setCurrentText(design_.text(path));
    }
}

void ControlColumn::fill_networks(QComboBox& combo) const {
    QStringList names = book_.names(), running;
    for (const explorer::NetworkUse& use : design_.design().networks) running += to_qt(use.name);
    const QString now = running.join(QStringLiteral(" + "));
    if (!names.contains(now)) names += now;
    QStringList shown;
    for (int i = 0; i < combo.count(); ++i) shown += combo.itemText(i);
    if (shown != names) {
        combo.clear();
        combo.addItems(names);
    }
    combo.setCurrentText(now);
}

void ControlColumn::show_problems(const std::vector<PlacedProblem>& problems) {
    const QString color = plot_colors(palette()).accent.name();
    for (Row& row : rows_) {
        QStringList texts;
        for (const PlacedProblem& problem : problems)
            if (problem.path == row.control->path()) texts += problem.text;
        if (texts.isEmpty()) {
            if (!row.problem->isHidden()) row.problem->hide();
            continue;
        }
        row.problem->setStyleSheet(QStringLiteral("color: %1").arg(color));
        row.problem->setText(texts.join(QLatin1Char('\n')));
        row.problem->show();
    }
}

void ControlColumn::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) {
        const QString color = plot_colors(palette()).accent.name();
        for (Row& row : rows_)
            if (!row.problem->isHidden()) row.problem->setStyleSheet(QStringLiteral("color: %1").arg(color));
    }
    QWidget::changeEvent(event);
}

} // namespace fracbit::gui
