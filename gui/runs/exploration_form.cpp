#include "gui/runs/exploration_form.hpp"

#include "gui/runs/path_field.hpp"
#include "gui/support/named_button.hpp"
#include "gui/support/save_dialog.hpp"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>

namespace fracbit::gui {
namespace {

constexpr double most_evaluations = 1e12, least_population = 8, most_population = 1e12;
constexpr double largest_seed_number = 9'007'199'254'740'992.0; // 2^53: all below are doubles

QSpinBox* number(const QString& name, int low, int high, int value, const QString& tip) {
    auto* box = new QSpinBox;
    box->setObjectName(name);
    box->setRange(low, high);
    box->setValue(value);
    box->setGroupSeparatorShown(true);
    box->setToolTip(tip);
    return box;
}

/// Of whole numbers, as many as a double tells apart.
QDoubleSpinBox* large_number(const QString& name, double low, double high, qint64 value, const QString& tip) {
    auto* box = new QDoubleSpinBox;
    box->setObjectName(name);
    box->setDecimals(0);
    box->setRange(low, high);
    box->setValue(static_cast<double>(value));
    box->setGroupSeparatorShown(true);
    box->setToolTip(tip);
    return box;
}

qint64 whole(const QDoubleSpinBox& box) { return static_cast<qint64>(box.value()); }

void add_row(QFormLayout& form, const QString& label, QWidget* field, QWidget* buddy = nullptr) {
    auto* text = new QLabel(label);
    QWidget* target = buddy == nullptr ? field : buddy;
    text->setBuddy(target);
    target->setAccessibleName(QString(label).remove(QLatin1Char('&')));
    form.addRow(text, field);
}

/// The next session may begin in another folder.
QString absolute(const QString& typed) {
    const QString path = typed.trimmed();
    return path.isEmpty() ? path : QFileInfo(path).absoluteFilePath();
}

QString store_beside(const QString& space) {
    const QFileInfo file(space);
    return file.absolutePath() + QLatin1Char('/') + file.completeBaseName() + QStringLiteral(".sqlite");
}

} // namespace

ExplorationForm::ExplorationForm(QWidget* parent) : QGroupBox(tr("New exploration"), parent) {
    auto* form = new QFormLayout(this);
    add_files(*form);
    add_search(*form);
    add_numbers(*form);
    add_start(*form);
}

void ExplorationForm::add_files(QFormLayout& form) {
    space_ = new PathField(
        QStringLiteral("runs_space"), tr("Design space (TOML; docs/design_spaces.md)"), [this](const QString& before) {
            const QString path =
                QFileDialog::getOpenFileName(this, tr("Design space"), before, tr("Design spaces (*.toml)"));
            if (!path.isEmpty()) {
                set_space(path);
                Q_EMIT space_chosen(path);
            }
            return path;
        });
    add_row(form, tr("&Space"), space_, &space_->line());
    store_ = new PathField(
        QStringLiteral("runs_store"), tr("Result store (SQLite); an exploration that was stopped goes on in it"),
        [this](const QString& before) {
            return ask_save_path(
                this, {tr("Result store"), before, {{tr("Result stores"), QStringLiteral("sqlite")}}, false});
        });
    add_row(form, tr("S&tore"), store_, &store_->line());
}

void ExplorationForm::add_search(QFormLayout& form) {
    search_ = new QComboBox;
    search_->setObjectName(QStringLiteral("runs_search"));
    search_->addItems({QStringLiteral("exhaustive"), QStringLiteral("random"), QStringLiteral("nsga2")});
    search_->setToolTip(tr("exhaustive: every point; random: points drawn without repetition; nsga2: evolutionary"));
    add_row(form, tr("Sea&rch"), search_);
    evaluations_ =
        large_number(QStringLiteral("runs_evaluations"), 1, most_evaluations, 100'000,
                     tr("Points to draw (random, nsga2), 1 to 1,000,000,000,000; those that a condition excludes "
                        "count, too"));
    add_row(form, tr("&Evaluations"), evaluations_);
    population_ =
        large_number(QStringLiteral("runs_population"), least_population, most_population, ExploreRequest().population,
                     tr("Points of a generation (nsga2), a multiple of 4, at least 8"));
    population_->setSingleStep(4);
    add_row(form, tr("&Population"), population_);
    const auto follow_search = [this] {
        evaluations_->setEnabled(search_->currentIndex() > 0);
        population_->setEnabled(search_->currentText() == QLatin1String("nsga2"));
    };
    connect(search_, &QComboBox::currentIndexChanged, this, follow_search);
    follow_search();
}

void ExplorationForm::add_numbers(QFormLayout& form) {
    const ExploreRequest defaults; // those of the command line
    seed_ = large_number(QStringLiteral("runs_seed"), 0, largest_seed_number, defaults.seed,
                         tr("Seed of random and nsga2, and of the sample"));
    add_row(form, tr("See&d"), seed_);
    sample_ = number(QStringLiteral("runs_sample"), 0, 1'000'000, static_cast<int>(defaults.sample),
                     tr("Feasible points that are kept beside the front, 0 to 1,000,000"));
    add_row(form, tr("Sa&mple"), sample_);
    threads_ = number(QStringLiteral("runs_threads"), 0, 1024, 0, tr("Threads; 0: one for each core"));
    threads_->setSpecialValueText(tr("all cores"));
    add_row(form, tr("Thre&ads"), threads_);
}

void ExplorationForm::add_start(QFormLayout& form) {
    QPushButton* start = named_button(
        tr("Start e&xploration"), "runs_start",
        tr("Runs `fracbit explore` in a process of its own; results appear on the page Explore while it runs"), this);
    connect(start, &QPushButton::clicked, this, &ExplorationForm::start_clicked);
    form.addRow(start);
    auto* hint = new QLabel(
        tr("Simulations are started from a pinned design: buttons Simulate on the pages Explore and What if."));
    hint->setWordWrap(true);
    hint->setForegroundRole(QPalette::PlaceholderText);
    form.addRow(hint);
}

void ExplorationForm::set_space(const QString& path) {
    const QString before = store_->text().trimmed(); // what somebody has chosen stays
    const bool follows = before.isEmpty() || before == store_beside(space_->text().trimmed());
    space_->set_text(path);
    if (follows) store_->set_text(store_beside(path));
}

ExploreRequest ExplorationForm::request() const {
    ExploreRequest request;
    request.space = absolute(space_->text());
    request.store = absolute(store_->text());
    request.search = search_->currentText();
    request.evaluations = whole(*evaluations_);
    request.population = whole(*population_);
    request.seed = whole(*seed_);
    request.sample = sample_->value();
    request.threads = threads_->value();
    return request;
}

void ExplorationForm::set_request(const ExploreRequest& request) {
    space_->set_text(request.space);
    store_->set_text(request.store);
    search_->setCurrentText(request.search);
    if (evaluations_->isEnabled()) evaluations_->setValue(static_cast<double>(request.evaluations));
    if (population_->isEnabled()) population_->setValue(static_cast<double>(request.population));
    seed_->setValue(static_cast<double>(request.seed));
    sample_->setValue(static_cast<int>(request.sample));
    threads_->setValue(request.threads);
}

QJsonObject ExplorationForm::state() const {
    return {{QStringLiteral("space"), space_->text()},
            {QStringLiteral("store"), store_->text()},
            {QStringLiteral("search"), search_->currentText()},
            {QStringLiteral("evaluations"), evaluations_->value()},
            {QStringLiteral("population"), population_->value()},
            {QStringLiteral("seed"), seed_->value()},
            {QStringLiteral("sample"), sample_->value()},
            {QStringLiteral("threads"), threads_->value()}};
}

void ExplorationForm::restore(const QJsonObject& state) {
    space_->set_text(state.value(QStringLiteral("space")).toString());
    store_->set_text(state.value(QStringLiteral("store")).toString());
    search_->setCurrentText(state.value(QStringLiteral("search")).toString(QStringLiteral("exhaustive")));
    evaluations_->setValue(state.value(QStringLiteral("evaluations")).toDouble(evaluations_->value()));
    population_->setValue(state.value(QStringLiteral("population")).toDouble(population_->value()));
    seed_->setValue(state.value(QStringLiteral("seed")).toDouble(seed_->value()));
    sample_->setValue(state.value(QStringLiteral("sample")).toInt(sample_->value()));
    threads_->setValue(state.value(QStringLiteral("threads")).toInt(threads_->value()));
}

} // namespace fracbit::gui
