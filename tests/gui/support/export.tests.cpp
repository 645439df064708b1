#include "gui/support/page.hpp"
#include "gui/support/plot_style.hpp"
#include "gui/support/qcustomplot.hpp"
#include "gui/support/save_dialog.hpp"
#include "gui/support/table_export.hpp"
#include "models/core/error.hpp"

#include <QAction>
#include <QApplication>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QImage>
#include <QLineEdit>
#include <QStandardItemModel>
#include <QTableView>
#include <QTemporaryDir>
#include <QTimer>

#include <catch2/catch.hpp>

using namespace fracbit;
using Catch::Matchers::Contains;

namespace {

QByteArray bytes_of(const QString& path) {
    QFile file(path);
    REQUIRE(file.open(QIODevice::ReadOnly));
    return file.readAll();
}

std::unique_ptr<QCustomPlot> small_plot() {
    auto plot = std::make_unique<QCustomPlot>();
    plot->resize(300, 200);
    plot->addGraph()->setData({1, 2, 3}, {1, 4, 9});
    plot->xAxis->setLabel(QStringLiteral("cycles"));
    plot->rescaleAxes();
    gui::style_plot(*plot);
    return plot;
}

} // namespace

TEST_CASE("A plot becomes an SVG with its texts, a PDF, or a PNG of twice the size on screen") {
    const QTemporaryDir folder;
    const auto plot = small_plot();
    gui::save_plot(*plot, folder.filePath("a.svg"));
    const QByteArray svg = bytes_of(folder.filePath("a.svg"));
    CHECK(svg.contains("<svg"));
    CHECK(svg.contains("cycles"));
    gui::save_plot(*plot, folder.filePath("a.pdf"));
    CHECK(bytes_of(folder.filePath("a.pdf")).startsWith("%PDF"));
    gui::save_plot(*plot, folder.filePath("a.PNG"));
    CHECK(QImage(folder.filePath("a.PNG")).size() == QSize(600, 400));
    CHECK(bytes_of(folder.filePath("a.pdf")).contains("/MediaBox [0 0 225.000000 150.000000]")); // 96 pixels an inch
}

TEST_CASE("A picture of an unknown kind is refused with the kinds that there are") {
    const auto plot = small_plot();
    CHECK_THROWS_MATCHES(
        gui::save_plot(*plot, QStringLiteral("/tmp/a.gif")), ConfigError,
        Catch::Message("/tmp/a.gif: pictures are written as .svg, .pdf or .png; choose one of these endings"));
}

TEST_CASE("A picture in a folder that is not there is an error") {
    const auto plot = small_plot();
    CHECK_THROWS_AS(gui::save_plot(*plot, QStringLiteral("/proc/nowhere/a.svg")), IoError);
}

TEST_CASE("A table becomes CSV with all digits, quoted where it must be") {
    QStandardItemModel model(1, 2);
    model.setHorizontalHeaderLabels({QStringLiteral("name"), QStringLiteral("area, total")});
    model.setItem(0, 0, new QStandardItem(QStringLiteral("a \"b\"")));
    auto* number = new QStandardItem(QStringLiteral("0.33"));
    number->setData(QStringLiteral("0.3333333333"), Qt::UserRole);
    model.setItem(0, 1, number);
    const QTemporaryDir folder;
    gui::save_table(model, folder.filePath("t.csv"));
    CHECK(bytes_of(folder.filePath("t.csv")) == "name,\"area, total\"\n\"a \"\"b\"\"\",0.3333333333\n");
}

TEST_CASE("A picture or a table on a full disk is an error that says so, and the program goes on") {
    const QTemporaryDir folder;
    const auto plot = small_plot();
    for (const char* name : {"full.svg", "full.pdf", "full.png", "full.csv"})
        REQUIRE(QFile::link(QStringLiteral("/dev/full"), folder.filePath(QLatin1String(name))));
    for (const char* name : {"full.svg", "full.pdf", "full.png"})
        CHECK_THROWS_AS(gui::save_plot(*plot, folder.filePath(QLatin1String(name))), IoError);
    CHECK_THROWS_WITH(gui::save_plot(*plot, folder.filePath("full.svg")), Contains("full.svg"));
    QStandardItemModel model(1, 1);
    CHECK_THROWS_AS(gui::save_table(model, folder.filePath("full.csv")), IoError);
}

TEST_CASE("A table with an export menu has it on the right button, and asks for a file") {
    QStandardItemModel model(1, 1);
    QTableView table;
    table.setModel(&model);
    gui::add_export_menu(table, "t.csv");
    CHECK(table.contextMenuPolicy() == Qt::ActionsContextMenu);
    REQUIRE(table.actions().size() == 1);
    bool asked = false;
    QTimer waiting;
    QObject::connect(&waiting, &QTimer::timeout, &waiting, [&] {
        auto* dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
        if (dialog == nullptr) return;
        asked = true;
        waiting.stop();
        dialog->reject();
    });
    waiting.start(10);
    table.actions().front()->trigger();
    CHECK(asked);
}

namespace {

/// Names a file in the next file dialog and accepts it; says what the dialog was asked.
struct Answer {
    explicit Answer(QString name, QString filter = {}) : name_(std::move(name)), filter_(std::move(filter)) {
        QObject::connect(&waiting_, &QTimer::timeout, &waiting_, [this] { give(); });
        waiting_.start(10);
    }
    void give() {
        auto* dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
        if (dialog == nullptr) return;
        waiting_.stop();
        folder = dialog->directory().absolutePath();
        filters = dialog->nameFilters();
        asks_to_replace = !dialog->testOption(QFileDialog::DontConfirmOverwrite);
        if (!filter_.isEmpty()) {
            dialog->selectNameFilter(filter_);
            Q_EMIT dialog->filterSelected(filter_);
        }
        offered = dialog->selectedFiles().value(0);
        if (!name_.isEmpty()) dialog->findChild<QLineEdit*>("fileNameEdit")->setText(name_);
        static_cast<QDialog*>(dialog)->accept();
    }
    QString folder, offered;
    QStringList filters;
    bool asks_to_replace = false;

private:
    QString name_, filter_;
    QTimer waiting_;
};

} // namespace

TEST_CASE("A name without an ending gets that of the chosen format, and the next file goes to the same folder") {
    const QTemporaryDir folder;
    const QString place = QFileInfo(folder.path()).canonicalFilePath();
    const Answer svg(place + "/plain");
    CHECK(gui::ask_picture_path(nullptr, "bars.svg") == place + "/plain.svg");
    CHECK(svg.filters.size() == 3);
    const Answer png("second", "PNG picture (*.png)");
    CHECK(gui::ask_picture_path(nullptr, "bars.svg") == place + "/second.png");
    CHECK(png.folder == place);
    CHECK(png.offered == place + "/bars.png"); // the suggestion goes with the format
    const Answer table("table");
    CHECK(gui::ask_table_path(nullptr, "t.csv") == place + "/table.csv");
    CHECK(table.asks_to_replace);
    const Answer own("own.tsv");
    CHECK(gui::ask_table_path(nullptr, "t.csv") == place + "/own.tsv");
    const Answer store("again.sqlite"); // an exploration goes on in its store
    CHECK(gui::ask_save_path(nullptr, {"Store", "s.sqlite", {{"Stores", "sqlite"}}, false}) == place + "/again.sqlite");
    CHECK_FALSE(store.asks_to_replace);
}

TEST_CASE("The page that a table is on says what its context menu wrote") {
    class EmptyPage final : public gui::Page {
    public:
        [[nodiscard]] QString title() const override { return {}; }
        [[nodiscard]] QString purpose() const override { return {}; }
    } page;
    QStandardItemModel model(1, 1);
    auto* table = new QTableView(&page);
    table->setModel(&model);
    gui::add_export_menu(*table, "t.csv");
    QObject::connect(&page, &gui::Page::failed, &page, [] { FAIL("it can be written"); });
    const QTemporaryDir folder;
    QStringList said;
    QObject::connect(&page, &gui::Page::noticed, &page, [&](const QString& message) { said << message; });
    const Answer answer(folder.filePath("out"));
    table->actions().front()->trigger();
    CHECK(said == QStringList{"Wrote " + folder.filePath("out.csv")});
    CHECK(QFile::exists(folder.filePath("out.csv")));
}
