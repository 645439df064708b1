#include "gui/explore/axes_box.hpp"

#include "gui/explore/axis_choice.hpp"
#include "gui/support/text.hpp"

#include <QFormLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QToolButton>

#include <algorithm>

namespace fracbit::gui {

AxesBox::AxesBox(QWidget* parent) : QGroupBox(tr("Axes"), parent) {
    auto* form = new QFormLayout(this);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    const auto add = [&](const QString& label, AxisChoice::What what, const char* name, const QString& tip) {
        auto* choice = new AxisChoice(what, QLatin1String("explore_") + QLatin1String(name));
        auto* text = new QLabel(label);
        text->setBuddy(choice->focus_widget());
        text->setToolTip(tip);
        choice->set_accessible_label(QString(label).remove(QLatin1Char('&')));
        form->addRow(text, choice);
        connect(choice, &AxisChoice::changed, this, &AxesBox::changed);
        return choice;
    };
    x_ = add(tr("&X"), AxisChoice::What::axis, "x", tr("Column of the horizontal axis"));
    y_ = add(tr("&Y"), AxisChoice::What::axis, "y", tr("Column of the vertical axis"));
    color_ = add(tr("&Colour"), AxisChoice::What::color, "color", tr("Column that colours points and lines"));
    size_ = add(tr("&Size"), AxisChoice::What::size, "size", tr("Column that gives the size of points"));
    shape_ = add(tr("Sh&ape"), AxisChoice::What::shape, "shape",
                 tr("Where a network's accuracy comes from: published disc, measured square, interpolated triangle, "
                    "none cross"));
    auto* pan = new QToolButton;
    pan->setObjectName(QStringLiteral("explore_pan"));
    pan->setText(tr("&Move"));
    pan->setCheckable(true);
    pan->setToolTip(tr("A drag in the plot moves it instead of selecting. The wheel zooms."));
    connect(pan, &QToolButton::toggled, this, &AxesBox::panning);
    auto* fit = new QToolButton;
    fit->setObjectName(QStringLiteral("explore_fit"));
    fit->setText(tr("F&it"));
    fit->setToolTip(tr("Axes as wide as the visible points (double click, Home)"));
    connect(fit, &QToolButton::clicked, this, &AxesBox::fit_wanted);
    auto* row = new QHBoxLayout;
    row->addWidget(pan);
    row->addWidget(fit);
    row->addStretch();
    form->addRow(row);
}

std::vector<AxesBox::Named> AxesBox::choices() const {
    return {{"x", x_}, {"y", y_}, {"color", color_}, {"size", size_}, {"shape", shape_}};
}

void AxesBox::set_points(const PointSet& points) {
    const QSignalBlocker blocked(this); // whoever gives the points applies the columns to them
    for (const Named& named : choices()) named.choice->set_points(points);
}

void AxesBox::choose_first(const PointSet& points, const QJsonObject& kept) {
    const QSignalBlocker blocked(this);
    const std::vector<int> objectives = points.columns_of("objective"), notes = points.columns_of("note");
    const auto name = [&points](const std::vector<int>& columns, std::size_t i) {
        return i < columns.size() ? to_qt(points.column(columns[i]).name) : QString();
    };
    const bool three = objectives.size() > 2;
    x_->choose(name(objectives, three ? 2 : 1));
    y_->choose(name(objectives, 0));
    const std::vector<int> varied = points.varied_columns_of("metric");
    const auto accuracy = points.find_key(QStringLiteral("metric accuracy")); // networks may have none, or all the same
    const bool accuracies = accuracy && std::find(varied.begin(), varied.end(), *accuracy) != varied.end();
    if (three || accuracies)
        color_->choose(three ? name(objectives, 1) : points.key(*accuracy));
    else
        color_->choose_none();
    shape_->choose(name(notes, 0));
    for (const Named& named : choices()) {
        const QJsonObject before = kept.value(QLatin1String(named.key)).toObject();
        if (before.isEmpty()) continue;
        const QString column = before.value(QStringLiteral("column")).toString();
        if (column.isEmpty())
            named.choice->choose_none();
        else
            named.choice->choose(column);
        named.choice->set_logarithmic(before.value(QStringLiteral("log")).toBool());
    }
}

PlotColumns AxesBox::columns() const {
    return {x_->column(),     y_->column(),      color_->column(),  size_->column(),
            shape_->column(), x_->logarithmic(), y_->logarithmic(), color_->logarithmic()};
}

QJsonObject AxesBox::state() const {
    QJsonObject state;
    for (const Named& named : choices())
        state[QLatin1String(named.key)] = QJsonObject{{QStringLiteral("column"), named.choice->column_key()},
                                                      {QStringLiteral("log"), named.choice->logarithmic()}};
    return state;
}

} // namespace fracbit::gui
