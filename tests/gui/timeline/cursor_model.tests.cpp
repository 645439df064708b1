#include "gui/timeline/cursor_model.hpp"
#include "tests/gui/timeline/trace_files.hpp"

#include <QAbstractItemModelTester>
#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::gui;

TEST_CASE("The cursor says what each block does, for which layer and from when to when") {
    const auto index = traces::EventIndex::open(tests::sample_trace);
    CursorModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    CHECK(model.rowCount() == 0);
    model.show(index, *index->window(14, 15), 14);
    const auto text = [&](int row, int column) { return model.index(row, column).data().toString().toStdString(); };
    REQUIRE(model.rowCount() > 2);
    CHECK(text(0, CursorModel::lane_column) == "memory");
    CHECK(text(0, CursorModel::state_column) == "busy");
    CHECK(text(0, CursorModel::from_column) == "8");
    CHECK(text(0, CursorModel::to_column) == "23");
    CHECK(text(0, CursorModel::layer_column) == "conv1");
    CHECK(text(2, CursorModel::lane_column) == "decoder");
    CHECK(text(2, CursorModel::state_column) == "busy");
    const int last = model.rowCount() - 1;
    CHECK(text(last, CursorModel::lane_column) == "bursts");
    CHECK(text(last, CursorModel::state_column) == "weights");
    CHECK(model.lane(last) == traces::LaneId::bursts);
    CHECK(model.bursts() == "weights: read of 64 bytes at 0x40 (26 asked for), issued in cycle 1");
    CHECK(model.headerData(CursorModel::from_column, Qt::Horizontal).toString() == "From");
    CHECK(model.headerData(CursorModel::to_column, Qt::Horizontal, Qt::ToolTipRole).toString() ==
          "First cycle after the stretch");
    model.show(index, *index->window(0, 1), 0);
    CHECK(model.bursts() == "No burst is on the data pins.");
    CHECK(model.index(last, CursorModel::state_column).data().toString() == "none");
    model.clear();
    CHECK(model.rowCount() == 0);
    CHECK(model.bursts().isEmpty());
}

TEST_CASE("A block that reported nothing in the cycle is called idle, and its cells of cycles are empty") {
    const QString path =
        QDir::temp().filePath(QStringLiteral("fracbit-cursor-%1.events.csv").arg(QCoreApplication::applicationPid()));
    tests::write_long_trace(path.toStdString());
    const auto index = traces::EventIndex::open(path.toStdString());
    QFile::remove(path);
    CursorModel model;
    model.show(index, *index->window(70'000, 70'001), 70'000);
    REQUIRE(model.rowCount() == 4);
    CHECK(model.index(2, CursorModel::lane_column).data().toString() == "scaler");
    CHECK(model.index(2, CursorModel::state_column).data().toString() == "idle (not reported)");
    CHECK_FALSE(model.index(2, CursorModel::from_column).data().isValid());
    CHECK(model.index(1, CursorModel::from_column).data().toString() == "70,000");
    CHECK(model.index(1, CursorModel::from_column).data(Qt::UserRole).toLongLong() == 70'000);
}

TEST_CASE("A stretch ends before its last cycle's next, whatever else was read with it") {
    const QString path =
        QDir::temp().filePath(QStringLiteral("fracbit-ends-%1.events.csv").arg(QCoreApplication::applicationPid()));
    tests::write_long_trace(path.toStdString());
    const auto index = traces::EventIndex::open(path.toStdString());
    QFile::remove(path);
    CursorModel model;
    model.show(index, *index->window(0, 100), 6);
    CHECK(model.bursts().startsWith("weights: read of 64 bytes at 0x0 ")); // on the pins in cycles 2 to 6
    model.show(index, *index->window(0, 100), 7);
    CHECK(model.bursts() == "No burst is on the data pins.");
    CHECK(model.index(3, CursorModel::state_column).data().toString() == "none");
}
