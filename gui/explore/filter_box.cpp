#include "gui/explore/filter_box.hpp"

#include "gui/explore/condition_edit.hpp"
#include "gui/support/named_button.hpp"
#include "gui/support/text.hpp"

#include <QAction>
#include <QCheckBox>
#include <QLabel>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

namespace fracbit::gui {

FilterBox::FilterBox(PointView& view, QWidget* parent) : QGroupBox(tr("Filter"), parent), view_(view) {
    auto* column = new QVBoxLayout(this);
    make_fields(*column);
    make_history(*column);
    make_selection(*column);
    counts_ = new QLabel;
    counts_->setObjectName(QStringLiteral("explore_counts"));
    counts_->setWordWrap(true);
    column->addWidget(counts_);
    connect(&view, &PointView::visible_changed, this, &FilterBox::show_filter);
    connect(&view, &PointView::selection_changed, this, &FilterBox::show_filter);
    show_filter();
}

void FilterBox::make_fields(QVBoxLayout& column) {
    condition_ = new ConditionEdit;
    condition_->setObjectName(QStringLiteral("explore_condition"));
    condition_->setAccessibleName(tr("Condition"));
    condition_->setPlaceholderText(tr("weights.lanes >= 4 and area_mm2 < 3"));
    condition_->setClearButtonEnabled(true);
    condition_->setToolTip(tr("A condition in the language of design spaces: names of columns, numbers, 'texts', + - * "
                              "/, < <= = != >= >, and, or, not. Enter applies it. Names are offered while you type: "
                              "Down and Enter take one."));
    const auto apply = [this] {
        PointFilter filter = view_.filters().filter();
        filter.condition = to_std(condition_->text().trimmed());
        view_.filters().change(filter, tr("condition"));
        show_condition(); // and Ctrl+Z is the filter's, not the text's
    };
    connect(condition_, &QLineEdit::returnPressed, this, apply);
    connect(condition_, &QLineEdit::textChanged, this, [this, apply](const QString& text) { // its clear button
        if (text.isEmpty() && !showing_) apply();
    });
    connect(&view_, &PointView::points_changed, this, [this] {
        QStringList names;
        for (const int at : condition_columns(view_.points())) names << to_qt(view_.points().column(at).name);
        condition_->set_names(names);
    });
    connect(&view_.filters(), &FilterState::changed, this, &FilterBox::show_condition);
    problem_ = new QLabel;
    problem_->setObjectName(QStringLiteral("explore_problem"));
    problem_->setWordWrap(true);
    problem_->hide();
    front_only_ = new QCheckBox(tr("Fr&ont only"));
    front_only_->setObjectName(QStringLiteral("explore_front_only"));
    front_only_->setToolTip(tr("Only points that no other is better than in all objectives"));
    connect(front_only_, &QCheckBox::toggled, this, [this](bool on) {
        PointFilter filter = view_.filters().filter();
        filter.front_only = on;
        view_.filters().change(filter, tr("front only"));
    });
    column.addWidget(condition_);
    column.addWidget(problem_);
    column.addWidget(front_only_);
}

void FilterBox::make_history(QVBoxLayout& column) {
    auto* row = new QHBoxLayout;
    const auto tool = [&](const QString& text, const char* name, QKeySequence keys, const QString& tip) {
        auto* action = new QAction(text, this);
        action->setShortcut(keys);
        action->setToolTip(tr("%1 (%2)").arg(tip, keys.toString(QKeySequence::NativeText)));
        action->setShortcutContext(Qt::WindowShortcut);
        auto* made = new QToolButton;
        made->setObjectName(QLatin1String(name));
        made->setDefaultAction(action);
        row->addWidget(made);
        return action;
    };
    QUndoStack& history = view_.filters().history();
    QAction* undo = tool(tr("Undo"), "explore_undo", QKeySequence::Undo, tr("The filter as it was before"));
    QAction* redo = tool(tr("Redo"), "explore_redo", QKeySequence::Redo, tr("The filter as it was before Undo"));
    QAction* clear = tool(tr("Clear"), "explore_clear_filter", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C),
                          tr("All points again"));
    undo->setEnabled(false);
    redo->setEnabled(false);
    connect(&history, &QUndoStack::canUndoChanged, undo, &QAction::setEnabled);
    connect(&history, &QUndoStack::canRedoChanged, redo, &QAction::setEnabled);
    connect(undo, &QAction::triggered, &history, &QUndoStack::undo);
    connect(redo, &QAction::triggered, &history, &QUndoStack::redo);
    connect(clear, &QAction::triggered, this, [this] { view_.filters().change({}, tr("no filter")); });
    row->addStretch();
    column.addLayout(row);
}

void FilterBox::make_selection(QVBoxLayout& column) {
    auto* row = new QHBoxLayout;
    const auto button = [&](const QString& text, const char* name, const QString& tip) {
        QPushButton* made = named_button(text, name, tip, this);
        row->addWidget(made);
        return made;
    };
    connect(button(tr("Select fron&t"), "explore_select_front", tr("Selects the visible points of the front")),
            &QPushButton::clicked, this, [this] {
                std::vector<int> rows;
                for (const int at : view_.visible())
                    if (view_.points().on_front(at)) rows.push_back(at);
                view_.select(rows);
            });
    connect(button(tr("Select &none"), "explore_select_none", tr("Nothing is selected")), &QPushButton::clicked, this,
            [this] { view_.select({}); });
    column.addLayout(row);
}

/// What is being typed stays until the filter itself changes: points may come anew at any time.
void FilterBox::show_condition() {
    const QScopedValueRollback<bool> quiet(showing_, true); // its clear button listens, too
    condition_->setText(to_qt(view_.filters().filter().condition));
}

void FilterBox::show_filter() {
    const PointFilter& filter = view_.filters().filter();
    const QSignalBlocker blocked(front_only_);
    front_only_->setChecked(filter.front_only);
    problem_->setText(view_.filter_problem());
    problem_->setVisible(!view_.filter_problem().isEmpty());
    const int selected = view_.selected_count(), hidden = selected - view_.visible_selected_count();
    QString counts = tr("%1 of %2 points shown, %3 selected")
                         .arg(grouped_text(static_cast<std::int64_t>(view_.visible().size())),
                              grouped_text(view_.points().rows()), grouped_text(selected));
    if (hidden > 0) counts += tr(" (%1 of them hidden by the filter)").arg(grouped_text(hidden));
    counts_->setText(counts);
}

} // namespace fracbit::gui
