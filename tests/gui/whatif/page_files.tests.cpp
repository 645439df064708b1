#include "models/config/architecture.hpp"
#include "tests/gui/file_dialog.hpp"
#include "tests/gui/whatif/shown_page.hpp"

#include <QComboBox>
#include <QDir>
#include <QDoubleSpinBox>
#include <QFile>
#include <QJsonArray>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::gui;
using namespace fracbit::tests;

TEST_CASE("What a session named and is no longer there is said") {
    DesignList designs;
    WhatIfPage page(designs);
    QSignalSpy noticed(&page, &Page::noticed);
    QJsonObject state = page.state();
    page.restore(state);
    CHECK(noticed.isEmpty());
    QJsonObject values = state[QStringLiteral("values")].toObject();
    values[QStringLiteral("networks")] = QJsonArray{QJsonObject{{"name", "gone"}, {"runs", 2}}};
    values[QStringLiteral("technology")] = QStringLiteral("vacuum tubes");
    state[QStringLiteral("values")] = values;
    page.restore(state);
    REQUIRE(noticed.size() == 1);
    CHECK(noticed.front().front().toString().contains("network gone; technology vacuum tubes"));
}

TEST_CASE("Traces are left to the timeline, whatever their names") {
    DesignList designs;
    const WhatIfPage page(designs);
    const QDir samples(QStringLiteral(FRACBIT_SOURCE_DIR "/traces/samples"));
    const QStringList names = samples.entryList({QStringLiteral("*.csv")});
    REQUIRE(names.size() >= 3);
    for (const QString& name : names) {
        CAPTURE(name.toStdString());
        QFile file(samples.filePath(name));
        REQUIRE(file.open(QIODevice::ReadOnly));
        constexpr int head_bytes = 64;
        CHECK_FALSE(page.can_open(file.fileName(), file.read(head_bytes)));
    }
}

TEST_CASE("All values survive a restart") {
    DesignList designs, later_designs;
    WhatIfPage page(designs), later(later_designs);
    part<QDoubleSpinBox>(page, "whatif_array_rows_spin").setValue(48);
    part<QDoubleSpinBox>(page, "whatif_clock_mhz_spin").setValue(333);
    part<QLineEdit>(page, "whatif_name").setText("kept");
    part<QPushButton>(page, "whatif_pin").click();
    later.restore(page.state());
    CHECK(part<QDoubleSpinBox>(later, "whatif_array_rows_spin").value() == 48);
    CHECK(part<QDoubleSpinBox>(later, "whatif_clock_mhz_spin").value() == 333);
    REQUIRE(later_designs.designs().size() == 1);
    CHECK(later_designs.designs().front().name == "kept");
    CHECK(later.state()[QStringLiteral("values")] == page.state()[QStringLiteral("values")]);
}

TEST_CASE("Architectures and networks are opened, what is wrong with them is a message and changes nothing") {
    DesignList designs;
    WhatIfPage page(designs);
    CHECK(page.can_open("a/edge.toml", {}));
    CHECK(page.can_open("net.csv", {}));
    CHECK_FALSE(page.can_open("run.events.csv", {}));
    CHECK_FALSE(page.can_open(FRACBIT_SOURCE_DIR "/examples/explore/lpddr.toml", {}));
    CHECK_FALSE(page.can_open("front.sqlite", {}));
    page.open(QStringLiteral(FRACBIT_SOURCE_DIR "/examples/arch/generous.toml"));
    const models::Architecture generous = models::read_architecture(FRACBIT_SOURCE_DIR "/examples/arch/generous.toml");
    CHECK(part<QDoubleSpinBox>(page, "whatif_array_rows_spin").value() == generous.array.rows);
    CHECK(part<QDoubleSpinBox>(page, "whatif_weights_lanes_spin").value() == generous.weights.lanes);
    QSignalSpy failed(&page, &Page::failed);
    const QTemporaryDir folder;
    QFile bad(folder.filePath("bad.toml"));
    REQUIRE(bad.open(QIODevice::WriteOnly));
    bad.write("format_version = 1\n[array]\nrowz = 3\n");
    bad.close();
    page.open(bad.fileName());
    REQUIRE(failed.size() == 1);
    CHECK(failed.front().front().toString().contains("rowz"));
    CHECK(part<QDoubleSpinBox>(page, "whatif_array_rows_spin").value() == generous.array.rows);
    page.open(folder.filePath("none.csv"));
    CHECK(failed.size() == 2);
    page.open(QStringLiteral(FRACBIT_SOURCE_DIR "/examples/networks/lenet5.csv"));
    CHECK(part<QComboBox>(page, "whatif_network_combo").currentText() == "lenet5 (2)");
    CHECK(page.open_files() == QStringList{FRACBIT_SOURCE_DIR "/examples/networks/lenet5.csv"});
}

TEST_CASE("The page's own button opens as the window does, so that the file is among the recent ones") {
    DesignList designs;
    WhatIfPage page(designs);
    QSignalSpy opened(&page, &Page::open_requested);
    const QString path = FRACBIT_SOURCE_DIR "/examples/arch/edge.toml";
    answer_file_dialog(path);
    part<QPushButton>(page, "whatif_open").click();
    REQUIRE(opened.size() == 1);
    CHECK(opened.front().front().toString() == path);
    CHECK(page.can_open(path, {}));
}
