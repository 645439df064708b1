#include "gui/whatif/what_if_page.hpp"

#include "gui/support/plot_style.hpp"
#include "gui/support/save_dialog.hpp"
#include "gui/support/text.hpp"
#include "gui/support/wheel_guard.hpp"
#include "gui/whatif/block_diagram.hpp"
#include "gui/whatif/control_column.hpp"
#include "gui/whatif/control_panel.hpp"
#include "gui/whatif/design_state.hpp"
#include "gui/whatif/design_view.hpp"
#include "gui/whatif/figure_tabs.hpp"
#include "gui/whatif/pinned_panel.hpp"
#include "models/core/error.hpp"
#include "models/files/atomic_file.hpp"

#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QSplitter>
#include <QTimer>

namespace fracbit::gui {
namespace {

constexpr int slow_milliseconds = 100; // after which it is said that there is work

} // namespace

WhatIfPage::WhatIfPage(DesignList& designs, QWidget* parent)
    : Page(parent), designs_(designs), present_(book_), opened_(present_.design()), pinned_(designs),
      slow_(new QTimer(this)) {
    setObjectName(QStringLiteral("whatif"));
    auto* across = new QSplitter(Qt::Horizontal, this);
    across->setObjectName(QStringLiteral("whatif_across"));
    panel_ = new ControlPanel(present_, book_, this);
    across->addWidget(panel_);
    auto* down = new QSplitter(Qt::Vertical, across);
    down->setObjectName(QStringLiteral("whatif_down"));
    view_ = new DesignView(this);
    down->addWidget(view_);
    tabs_ = new FigureTabs(designs_, pinned_, this);
    down->addWidget(tabs_);
    down->setStretchFactor(0, 1);
    down->setStretchFactor(1, 1);
    across->setStretchFactor(1, 1);
    across->setChildrenCollapsible(false);
    down->setChildrenCollapsible(false);
    auto* all = new QHBoxLayout(this);
    all->setContentsMargins(0, 4, 0, 0);
    all->addWidget(across);
    ignore_wheel_without_focus(*this);
    slow_->setSingleShot(true);
    connect_controls();
    connect_figures();
    recompute();
}

QString WhatIfPage::title() const { return tr("What if"); }

QString WhatIfPage::purpose() const {
    return tr("Move a machine's parameters and see cycles, stalls, area and energy follow");
}

void WhatIfPage::connect_controls() {
    connect(panel_, &ControlPanel::open_clicked, this, &WhatIfPage::ask_and_open);
    connect(panel_, &ControlPanel::save_clicked, this, &WhatIfPage::save_architecture);
    connect(panel_, &ControlPanel::reset_clicked, this, &WhatIfPage::reset);
    connect(&panel_->controls(), &ControlColumn::changed, this, &WhatIfPage::recompute);
    connect(view_, &DesignView::pin_asked, this, &WhatIfPage::pin);
    connect(view_, &DesignView::export_asked, this, &WhatIfPage::export_diagram);
    connect(&view_->diagram(), &BlockDiagram::block_selected, tabs_, &FigureTabs::show_block);
    connect(tabs_, &FigureTabs::scope_chosen, this, &WhatIfPage::show_scope);
    connect(tabs_, &FigureTabs::export_clicked, this, &WhatIfPage::export_tab);
    connect(&tabs_->pinned(), &PinnedPanel::open_requested, this, &WhatIfPage::open_design);
    connect(&tabs_->pinned(), &PinnedPanel::simulate_requested, this, &WhatIfPage::simulate_requested);
}

void WhatIfPage::connect_figures() {
    connect(&live_, &LiveFigures::timed, this, &WhatIfPage::take);
    connect(&live_, &LiveFigures::costed, this, &WhatIfPage::take);
    connect(&live_, &LiveFigures::costed_late, this, [this](const Figures& figures) {
        figures_.take_late(figures);
        show_figures();
    });
    connect(&live_, &LiveFigures::refused, this, [this](const QString& message) {
        slow_->stop();
        view_->show_status({});
        view_->show_message(message);
        set_stale(true, true);
    });
    connect(slow_, &QTimer::timeout, this, [this] {
        if (live_.settled()) return;
        view_->show_status(tr("working..."));
        if (live_.working()) set_stale(true, true);
    });
    connect(&pinned_, &PinnedFigures::changed, this, &WhatIfPage::show_figures);
}

bool WhatIfPage::can_open(const QString& path, const QByteArray& head) const {
    const QString name = path.toLower();
    const bool trace = name.endsWith(QLatin1String(".events.csv")) ||
                       (head.startsWith("# fracbit ") && head.contains(" trace")); // the timeline's
    if (name.endsWith(QLatin1String(".csv"))) return !trace;
    if (!name.endsWith(QLatin1String(".toml"))) return false;
    QFile file(path);
    return !file.open(QIODevice::ReadOnly) || !file.readAll().contains("[[objective]]"); // else a design space
}

void WhatIfPage::ask_and_open() {
    const QString path = QFileDialog::getOpenFileName(this, tr("Open machine or network"), {},
                                                      tr("Architectures and networks (*.toml *.csv)"));
    if (!path.isEmpty()) Q_EMIT open_requested(path);
}

void WhatIfPage::open(const QString& path) {
    guarded([&] {
        if (path.endsWith(QLatin1String(".csv"), Qt::CaseInsensitive)) {
            present_.set_text("network", book_.open(path));
        } else {
            present_.open_architecture(models::read_architecture(to_std(path)));
            view_->set_name(QFileInfo(path).completeBaseName());
        }
        begin_anew();
    });
}

void WhatIfPage::open_design(const Design& design) {
    present_.open(design);
    view_->set_name(design.name);
    begin_anew();
    Q_EMIT wants_attention();
}

/// With what was put into `present_` as a whole.
void WhatIfPage::begin_anew() {
    opened_ = present_.design();
    figures_.begin_anew();
    panel_->controls().refresh();
    recompute();
}

/// Figures are still held against the same start.
void WhatIfPage::reset() {
    present_.open(opened_);
    panel_->controls().refresh();
    recompute();
}

void WhatIfPage::recompute() {
    const std::vector<PlacedProblem> problems = present_.problems();
    panel_->allow_reset(!same_design(opened_, present_.design()));
    panel_->controls().show_problems(problems);
    view_->suggest_name(describe(present_.design()));
    view_->allow_pin(problems.empty());
    if (!problems.empty()) {
        live_.cancel();
        slow_->stop();
        view_->show_status({});
        view_->show_message(
            tr("Not allowed; the numbers are those of the last design that was: %1").arg(problems.front().text));
        set_stale(true, true);
        return;
    }
    live_.request(present_.design());
    slow_->start(slow_milliseconds);
}

void WhatIfPage::take(const Figures& figures) {
    figures_.take(figures, !live_.working());
    if (live_.settled()) view_->show_status({});
    view_->show_message({});
    const bool stale = live_.working() && cycles_stale_; // figures of an older design do not change that
    set_stale(stale, stale || !figures->machine);
    show_figures();
    Q_EMIT figures_shown(figures->machine.has_value());
}

void WhatIfPage::show_figures() {
    if (!figures()) return;
    Figures base = figures_.start();
    QString base_name = tr("start");
    if (!pinned_.entries().empty() && pinned_.entries().front().figures) {
        base = pinned_.entries().front().figures;
        base_name = fontMetrics().elidedText(pinned_.entries().front().design.name, Qt::ElideRight,
                                             fontMetrics().averageCharWidth() * 12);
    }
    view_->key_figures().show(figures(), figures_.complete(), base, base_name);
    tabs_->show_figures(figures(), view_->diagram().selected());
    show_scope();
}

void WhatIfPage::show_scope() {
    if (!figures()) return;
    const FigureScope scope = tabs_->scope();
    view_->diagram().show_counts(counts_of(*figures(), scope), scope_name(*figures(), scope));
}

void WhatIfPage::set_stale(bool cycles, bool costs) {
    if (cycles != cycles_stale_) view_->set_stale(cycles);
    if (cycles != cycles_stale_ || costs != costs_stale_) tabs_->set_stale(cycles, costs);
    cycles_stale_ = cycles;
    costs_stale_ = costs;
}

void WhatIfPage::pin() {
    if (!present_.problems().empty()) return;
    Design design = present_.design();
    design.name = view_->name_or_suggestion();
    if (!designs_.add(design)) {
        Q_EMIT failed(
            tr("%1 is not pinned: it is already, or there are %2, which is as many as fit; remove one of them.")
                .arg(design.name, QString::number(DesignList::most)));
        return;
    }
    tabs_->show_pinned();
    Q_EMIT noticed(tr("Pinned %1").arg(designs_.designs().back().name)); // with a number where the name was taken
}

void WhatIfPage::show_pinned() {
    tabs_->show_pinned();
    Q_EMIT wants_attention();
}

void WhatIfPage::save_architecture() {
    const SaveQuestion question{
        tr("Save machine"), QStringLiteral("machine.toml"), {{tr("Architectures"), QStringLiteral("toml")}}};
    save_as(ask_save_path(this, question), [this](const QString& path) {
        models::AtomicFile file(to_std(path));
        file.write(models::to_toml(present_.design().point.architecture));
        file.commit();
    });
}

void WhatIfPage::export_tab() { tabs_->export_front(*this); }

void WhatIfPage::export_diagram() {
    save_as(ask_picture_path(this, QStringLiteral("machine.svg")),
            [this](const QString& path) { save_widget(view_->diagram(), path); });
}

QJsonObject WhatIfPage::state() const {
    auto& book = const_cast<NetworkBook&>(book_); // reads shipped networks when they are asked for
    return {{QStringLiteral("values"), present_.state()},
            {QStringLiteral("name"), view_->name()},
            {QStringLiteral("networks"), QJsonArray::fromStringList(book_.files())},
            {QStringLiteral("pinned"), pinned_state(designs_, book)},
            {QStringLiteral("tab"), tabs_->currentIndex()}};
}

void WhatIfPage::restore(const QJsonObject& state) {
    if (state.isEmpty()) return;
    for (const QJsonValue& file : state[QStringLiteral("networks")].toArray()) {
        try {
            book_.open(file.toString());
        } catch (const Error&) {
            // It is no longer there: what ran it says so.
        }
    }
    QStringList gone = present_.restore(state[QStringLiteral("values")].toObject());
    view_->set_name(state[QStringLiteral("name")].toString());
    gone += restore_pinned(state[QStringLiteral("pinned")].toArray(), book_, designs_);
    tabs_->setCurrentIndex(state[QStringLiteral("tab")].toInt());
    begin_anew();
    if (!gone.isEmpty())
        Q_EMIT noticed(
            tr("No longer there since the last session, and left out: %1; open the files that they come from "
               "to have them again")
                .arg(gone.join(QStringLiteral("; "))));
}

} // namespace fracbit::gui
