#include "gui/runs/runs_page.hpp"
#include "gui/designs/stored_design.hpp"
#include "gui/points/point_set.hpp"
#include "tests/gui/file_dialog.hpp"
#include "tests/gui/qt_events.hpp"

#include <QComboBox>
#include <QDir>
#include <QDoubleSpinBox>
#include <QFile>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>

#include <catch2/catch.hpp>

using namespace fracbit;

namespace {

void write(const QString& path, const QByteArray& text) {
    QFile file(path);
    REQUIRE(file.open(QIODevice::WriteOnly));
    file.write(text);
}

/// A space of 4 points: LeNet-5, one machine, two clocks, two numbers of lanes.
QString small_space(const QTemporaryDir& folder) {
    const QString path = folder.filePath("small.toml");
    write(path, "format_version = 1\nname = \"small\"\n[base]\narchitecture = \"" FRACBIT_SOURCE_DIR
                "/examples/arch/edge.toml\"\n"
                "[[network]]\nname = \"lenet5\"\nfile = \"" FRACBIT_SOURCE_DIR "/examples/networks/lenet5.csv\"\n"
                "[parameters]\n\"weights.lanes\" = [2, 4]\n\"clock.mhz\" = [400, 800]\n"
                "[[objective]]\nminimize = \"seconds\"\n[[objective]]\nminimize = \"area_mm2\"\n");
    return path;
}

/// A page whose first run, an exploration of the small space, has ended.
struct Explored {
    QTemporaryDir folder;
    gui::RunsPage page{folder.filePath("runs")};
    QSignalSpy failed{&page, &gui::Page::failed};
    Explored() {
        page.open(small_space(folder));
        page.findChild<QPushButton*>("runs_start")->click();
        wait();
    }
    void wait() {
        REQUIRE(tests::wait_for([this] { return page.table().active() == 0; }));
    }
    [[nodiscard]] gui::Design design(std::int64_t point) const {
        return gui::stored_design(explorer::read_space(folder.filePath("small.toml").toStdString()),
                                  folder.filePath("small.sqlite"), point);
    }
};

} // namespace

TEST_CASE("An exploration is started from the form, and its store can be shown when it is done") {
    const QTemporaryDir folder;
    gui::RunsPage page(folder.filePath("runs"));
    QSignalSpy failed(&page, &gui::Page::failed), open(&page, &gui::Page::open_requested);
    const QString space = small_space(folder);
    CHECK(page.can_open(space, {}));
    CHECK_FALSE(page.can_open(FRACBIT_SOURCE_DIR "/examples/arch/edge.toml", {}));
    page.open(space);
    CHECK(page.findChild<QLineEdit*>("runs_store")->text() == folder.filePath("small.sqlite"));
    page.findChild<QPushButton*>("runs_start")->click();
    CHECK_FALSE(page.busy().isEmpty());
    REQUIRE(tests::wait_for([&] { return page.table().active() == 0; }));
    CHECK(failed.isEmpty());
    CHECK(page.busy().isEmpty());
    page.findChild<QPushButton*>("runs_show")->click();
    REQUIRE(open.size() == 1);
    CHECK(open.front().front().toString() == folder.filePath("small.sqlite"));
    CHECK(explorer::read_store(folder.filePath("small.sqlite").toStdString()).counts.total() == 4);
}

TEST_CASE("Each space has a store beside it, until somebody names another one") {
    gui::RunsPage page("runs");
    const auto& store = *page.findChild<QLineEdit*>("runs_store");
    page.open("/spaces/a.toml");
    CHECK(store.text() == "/spaces/a.sqlite");
    CHECK(page.open_files() == QStringList{"/spaces/a.toml", "/spaces/a.sqlite"});
    page.open("/spaces/b.toml"); // the store of a is one of another space
    CHECK(store.text() == "/spaces/b.sqlite");
    page.findChild<QLineEdit*>("runs_store")->setText("/results/all.sqlite");
    page.open("/spaces/c.toml");
    CHECK(store.text() == "/results/all.sqlite");
}

TEST_CASE("A design of a store is simulated in a folder of its own, with a trace") {
    Explored explored;
    explored.page.simulate(explored.design(3));
    explored.wait();
    CHECK(explored.failed.isEmpty());
    const gui::ChildRun& run = *explored.page.table().run(1);
    CHECK(run.state() == gui::RunState::done);
    CHECK(QFile::exists(run.command().trace));
    CHECK(run.log().contains("as in the store"));
}

TEST_CASE("A run that cannot begin or fails is a message, and the page goes on") {
    const QTemporaryDir folder;
    gui::RunsPage page(folder.filePath("runs"));
    QSignalSpy failed(&page, &gui::Page::failed);
    page.findChild<QPushButton*>("runs_start")->click();
    REQUIRE(failed.size() == 1);
    page.open(small_space(folder));
    write(folder.filePath("small.sqlite"), "this is no store, and it stays as it is; no byte of it is to change");
    page.findChild<QPushButton*>("runs_start")->click();
    REQUIRE(tests::wait_for([&] { return failed.size() == 2; }));
    CHECK(failed.back().front().toString().contains("not a result store"));
    CHECK_FALSE(page.findChild<QPushButton*>("runs_show")->isEnabled());
    write(folder.filePath("blocked"), "a file where a folder should be");
    gui::RunsPage blocked(folder.filePath("blocked/runs"));
    QSignalSpy refused(&blocked, &gui::Page::failed);
    blocked.simulate(gui::stored_design(explorer::read_space(folder.filePath("small.toml").toStdString()), "s", 0));
    REQUIRE(refused.size() == 1);
    CHECK(refused.front().front().toString().contains("cannot be made"));
}

TEST_CASE("Form and list of runs are found again by the next start") {
    const QTemporaryDir folder;
    gui::RunsPage page(folder.filePath("runs")), next(folder.filePath("runs"));
    page.open(small_space(folder));
    page.findChild<QPushButton*>("runs_start")->click();
    REQUIRE(tests::wait_for([&] { return page.table().active() == 0; }));
    next.restore(page.state());
    CHECK(next.state() == page.state());
    CHECK(next.findChild<QLineEdit*>("runs_space")->text() == folder.filePath("small.toml"));
    REQUIRE(next.table().rowCount() == 1);
    const gui::ChildRun &before = *page.table().run(0), &again = *next.table().run(0);
    CHECK(again.state() == gui::RunState::done);
    CHECK(again.seconds() == before.seconds());
    CHECK(again.log() == before.log().right(4000));
    CHECK(again.command().arguments == before.command().arguments);
    CHECK(next.findChild<QPushButton*>("runs_show")->isEnabled()); // its store is there
    QSignalSpy wanted(&next, &gui::Page::open_requested);
    next.findChild<QPushButton*>("runs_show")->click();
    REQUIRE(wanted.size() == 1);
    CHECK(wanted.front().front().toString() == folder.filePath("small.sqlite"));
}

TEST_CASE("A run that was going on when the session ended was cancelled, and what is no run is left out") {
    const QTemporaryDir folder;
    gui::RunsPage page(folder.filePath("runs")), next(folder.filePath("runs"));
    page.open(small_space(folder));
    page.findChild<QPushButton*>("runs_start")->click();
    const QJsonObject state = page.state();
    REQUIRE(page.table().active() == 1);
    QJsonObject damaged = state;
    QJsonArray runs = state["runs"].toArray();
    runs.append(QJsonObject{{"title", "odd"}, {"state", "running"}});
    runs.append(12);
    damaged["runs"] = runs;
    next.restore(damaged);
    REQUIRE(next.table().rowCount() == 1);
    CHECK(next.table().run(0)->state() == gui::RunState::cancelled);
    CHECK_FALSE(next.findChild<QPushButton*>("runs_cancel")->isEnabled());
    next.findChild<QPushButton*>("runs_clear")->click();
    CHECK(next.table().rowCount() == 0);
}

TEST_CASE("A run that begins or ends is for the session at once: form and run are there after a kill") {
    const QTemporaryDir folder;
    gui::RunsPage page(folder.filePath("runs")), next(folder.filePath("runs"));
    QJsonArray kept;
    QObject::connect(&page, &gui::Page::keep_wanted, &page, [&] { kept.append(page.state()); });
    page.open(small_space(folder));
    page.findChild<QDoubleSpinBox*>("runs_seed")->setValue(7);
    page.findChild<QPushButton*>("runs_start")->click();
    REQUIRE(kept.size() == 1);
    next.restore(kept[0].toObject());
    CHECK(next.findChild<QLineEdit*>("runs_space")->text() == folder.filePath("small.toml"));
    CHECK(next.findChild<QLineEdit*>("runs_store")->text() == folder.filePath("small.sqlite"));
    CHECK(next.findChild<QDoubleSpinBox*>("runs_seed")->value() == 7);
    REQUIRE(next.table().rowCount() == 1);
    CHECK(next.table().run(0)->command().arguments == page.table().run(0)->command().arguments);
    REQUIRE(tests::wait_for([&] { return page.table().active() == 0; }));
    REQUIRE(kept.size() == 2);
    CHECK(kept[1] == page.state());
}

TEST_CASE("A design is not simulated in a store that now holds another space") {
    Explored explored;
    gui::Design design = explored.design(3);
    design.stored->space_hash = "of another";
    explored.page.simulate(design);
    explored.wait();
    CHECK(explored.page.table().run(1)->state() == gui::RunState::failed);
    REQUIRE(explored.failed.size() == 1);
    CHECK(explored.failed.front().front().toString().contains("now holds another space"));
}

TEST_CASE("The bar says working only of a run that goes on, and nothing without a run") {
    const QTemporaryDir folder;
    gui::RunsPage page(folder.filePath("runs"));
    const auto* bar = page.findChild<QProgressBar*>("runs_progress");
    CHECK(bar->text().isEmpty());
    CHECK(bar->value() == 0);
    const auto row = [](const char* state) {
        return QJsonObject{{"title", "explore a.toml into a.sqlite"}, {"state", state}, {"seconds", 1}};
    };
    page.restore({{"runs", QJsonArray{row("failed"), row("cancelled"), row("done")}}});
    auto* table = page.findChild<QTableView*>("runs_table");
    CHECK(table->columnWidth(0) >= table->fontMetrics().horizontalAdvance("explore a.toml into a.sqlite"));
    for (const auto& [run, text] : {std::pair(0, "failed"), std::pair(1, "cancelled"), std::pair(2, "100 %")}) {
        table->selectRow(run);
        CHECK(bar->text() == text);
    }
}

TEST_CASE("The form takes numbers beyond 2^31, keeps them, and has a population for nsga2 alone") {
    const QTemporaryDir folder;
    gui::RunsPage page(folder.filePath("runs")), next(folder.filePath("runs"));
    const auto number = [](const gui::RunsPage& of, const char* name) { return of.findChild<QDoubleSpinBox*>(name); };
    CHECK_FALSE(number(page, "runs_population")->isEnabled());
    page.findChild<QComboBox*>("runs_search")->setCurrentText("random");
    CHECK(number(page, "runs_evaluations")->isEnabled());
    CHECK_FALSE(number(page, "runs_population")->isEnabled());
    page.findChild<QComboBox*>("runs_search")->setCurrentText("nsga2");
    CHECK(number(page, "runs_population")->isEnabled());
    number(page, "runs_evaluations")->setValue(1e12);
    number(page, "runs_seed")->setValue(5e9);
    number(page, "runs_population")->setValue(48);
    page.open(small_space(folder));
    page.findChild<QPushButton*>("runs_start")->click();
    CHECK(page.table().run(0)->command().arguments.join(' ').contains(
        "--seed 5000000000 --sample 2000 --threads 0 --evaluations 1000000000000 --population 48"));
    next.restore(page.state());
    CHECK(number(next, "runs_seed")->value() == 5e9);
    CHECK(number(next, "runs_population")->value() == 48);
}

TEST_CASE("Settings of an older exploration fill the form when somebody asks for them, and not before") {
    const QTemporaryDir folder;
    gui::RunsPage page(folder.filePath("runs"));
    gui::ExploreRequest older{"/a.toml", "/a.sqlite", "nsga2", 4000, 40, 9, 12, 2};
    const auto row = [](const QStringList& arguments) {
        return QJsonObject{{"title", "a run"}, {"state", "done"}, {"arguments", QJsonArray::fromStringList(arguments)}};
    };
    page.restore({{"runs", QJsonArray{row(gui::explore_command(older).arguments), row({"simulate"})}}});
    page.open("/b.toml");
    auto* use = page.findChild<QPushButton*>("runs_use");
    auto* table = page.findChild<QTableView*>("runs_table");
    CHECK_FALSE(use->isEnabled()); // a simulation
    table->selectRow(0);
    CHECK(use->isEnabled());
    CHECK(page.findChild<QLineEdit*>("runs_space")->text() == "/b.toml");
    QSignalSpy noticed(&page, &gui::Page::noticed);
    use->click();
    CHECK(noticed.size() == 1);
    CHECK(page.open_files() == QStringList{"/a.toml", "/a.sqlite"});
    CHECK(page.findChild<QComboBox*>("runs_search")->currentText() == "nsga2");
    for (const auto& [name, value] :
         {std::pair("runs_evaluations", 4000), std::pair("runs_population", 40), std::pair("runs_seed", 9)})
        CHECK(page.findChild<QDoubleSpinBox*>(name)->value() == value);
    CHECK(page.findChild<QSpinBox*>("runs_sample")->value() == 12);
    CHECK(page.findChild<QSpinBox*>("runs_threads")->value() == 2);
}

TEST_CASE("A run has whole names of its files, as the next session may begin in another folder") {
    gui::RunsPage page("runs");
    page.findChild<QLineEdit*>("runs_space")->setText(" a.toml ");
    page.findChild<QLineEdit*>("runs_store")->setText("b.sqlite");
    const QString here = QDir::currentPath() + '/';
    CHECK(page.open_files() == QStringList{here + "a.toml", here + "b.sqlite"});
    page.findChild<QPushButton*>("runs_start")->click();
    CHECK(page.table().run(0)->command().store == here + "b.sqlite");
    CHECK(page.table().run(0)->command().arguments[1] == here + "a.toml");
}

TEST_CASE("A space that is chosen in the form's dialog is one of the files that were opened") {
    const QTemporaryDir folder;
    gui::RunsPage page(folder.filePath("runs"));
    QSignalSpy opened(&page, &gui::Page::open_requested);
    const QString space = small_space(folder);
    tests::answer_file_dialog(space);
    page.findChild<QPushButton*>("runs_space_browse")->click();
    REQUIRE(opened.size() == 1);
    CHECK(opened.front().front().toString() == space);
    CHECK(page.open_files() == QStringList{space, folder.filePath("small.sqlite")});
}

TEST_CASE("Files that are dropped on the form go to the window, and the wheel over its fields changes nothing") {
    const QTemporaryDir folder;
    const gui::RunsPage page(folder.filePath("runs"));
    for (const char* name : {"runs_space", "runs_store"}) CHECK_FALSE(page.findChild<QLineEdit*>(name)->acceptDrops());
    auto* seed = page.findChild<QDoubleSpinBox*>("runs_seed");
    tests::turn_wheel_down(*seed);
    CHECK(seed->value() == 1);
}
