#include "gui/decoder/circuit_files.hpp"
#include "tests/cli/program.hpp"
#include "tests/gui/decoder/shown_decoder.hpp"
#include "tests/gui/file_dialog.hpp"

#include <QAction>
#include <QApplication>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTimer>

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::gui;
using namespace fracbit::tests;

TEST_CASE("Exported files are those of fracbit synthesize") {
    DecoderPage page;
    settle(page);
    const QTemporaryDir folder;
    write_circuit(*page.result(), folder.filePath("own.dot"), CircuitFormat::dot);
    const std::string dot = folder.filePath("fracbit.dot").toStdString(), rtl = folder.filePath("rtl").toStdString();
    const tests::Outcome outcome = tests::run_fracbit({"synthesize", "--dot", dot, "--verilog", rtl});
    REQUIRE(outcome.status == 0);
    CHECK(tests::read_text(folder.filePath("own.dot").toStdString()) == tests::read_text(dot));
    write_circuit(*page.result(), folder.filePath("own.sv"), CircuitFormat::verilog);
    CHECK(tests::read_text(folder.filePath("own.sv").toStdString()).find("module xor_8_10_2taps_seed1") !=
          std::string::npos);
    write_weight_path(*page.result(), folder.filePath("own_rtl"));
    CHECK(QFile::exists(folder.filePath("own_rtl/rtl/xor_8_10_2taps_seed1_weight_path.sv")));
    CHECK(QFile::exists(folder.filePath("own_rtl/tb")));
}

TEST_CASE("A circuit of a matrix file is a module of its name, as far as Verilog allows that") {
    const QTemporaryDir folder;
    DecoderRequest file;
    file.matrix = std::make_shared<const models::XorNetwork>(models::XorSpec{8, 10, 2, 1});
    file.matrix_path = folder.filePath("4 bits.txt");
    write_circuit(design_of(file), folder.filePath("own.sv"), CircuitFormat::verilog);
    CHECK(tests::read_text(folder.filePath("own.sv").toStdString()).find("module xor_4_bits") != std::string::npos);
}

TEST_CASE("A matrix file is opened, kept for the next start, and given up for a drawn network") {
    const QTemporaryDir folder;
    const QString path = folder.filePath("own.txt");
    tests::write_text(path.toStdString(), "10\n01\n11\n");
    DecoderPage page, later;
    CHECK(page.can_open(path, "10\n01\n11\n"));
    CHECK_FALSE(page.can_open(path, "What a day\n"));
    CHECK_FALSE(page.can_open("a.toml", "10\n"));
    page.open(path);
    settle(page, [&page] { return page.result() && page.result()->network->n_out() == 3; });
    CHECK_FALSE(piece<QSpinBox>(page, "decoder_n_in").isEnabled());
    CHECK(page.open_files() == QStringList{path});
    later.restore(page.state());
    settle(later, [&later] { return later.result() && later.result()->network->n_out() == 3; });
    piece<QPushButton>(page, "decoder_drawn").click();
    settle(page, [&page] { return page.result()->network->n_out() == 10; });
    CHECK(piece<QSpinBox>(page, "decoder_n_in").isEnabled());
    QSignalSpy failed(&page, &Page::failed);
    page.open(folder.filePath("none.txt"));
    REQUIRE(failed.size() == 1);
    CHECK(failed.front().front().toString().contains("none.txt"));
}

TEST_CASE("The page's own button opens as the window does, and a matrix is known by its bits, whatever its name") {
    const QTemporaryDir folder;
    const QString path = folder.filePath("code.matrix");
    tests::write_text(path.toStdString(), "0 1\n1 0\n1 1\n");
    DecoderPage page;
    QSignalSpy opened(&page, &Page::open_requested);
    tests::answer_file_dialog(path);
    piece<QPushButton>(page, "decoder_open").click();
    REQUIRE(opened.size() == 1);
    CHECK(opened.front().front().toString() == path);
    CHECK(page.can_open(path, "0 1\n1 0"));
    CHECK(page.can_open("a.txt", "# a comment\n0 1"));
    for (const auto& [name, head] : {std::pair("a.matrix", ""), std::pair("a.matrix", "\n"), std::pair("a.txt", "text"),
                                     std::pair("a.csv", "# a comment"), std::pair("a.csv", "layer,k,n")})
        CHECK_FALSE(page.can_open(name, head));
}

TEST_CASE("A matrix file that is gone at the next start is named") {
    const QTemporaryDir folder;
    const QString path = folder.filePath("own.txt");
    tests::write_text(path.toStdString(), "10\n01\n11\n");
    DecoderPage page, later;
    page.open(path);
    QSignalSpy noticed(&later, &Page::noticed);
    later.restore(page.state());
    CHECK(noticed.isEmpty());
    REQUIRE(QFile::remove(path));
    later.restore(page.state());
    REQUIRE(noticed.size() == 1);
    CHECK(noticed.front().front().toString().startsWith(QStringLiteral("Matrix file %1 can no longer").arg(path)));
    settle(later, [&later] { return later.result() && later.result()->network->n_out() == 10; });
}

TEST_CASE("The circuit that is written is the one that the file was named after, though another came meanwhile") {
    DecoderPage page;
    settle(page);
    const QTemporaryDir folder;
    piece<QSpinBox>(page, "decoder_n_out").setValue(20);
    QString suggested;
    QTimer waiting;
    QObject::connect(&waiting, &QTimer::timeout, &waiting, [&] {
        auto* dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
        if (dialog == nullptr || page.result()->network->n_out() != 20) return;
        waiting.stop();
        suggested = QFileInfo(dialog->selectedFiles().value(0)).fileName();
        dialog->findChild<QLineEdit*>("fileNameEdit")->setText(folder.filePath("circuit.sv"));
        static_cast<QDialog*>(dialog)->accept();
    });
    waiting.start(10);
    for (QAction* action : piece<QMenu>(page, "decoder_export_menu").actions())
        if (action->text().remove('&').startsWith("Circuit as Verilog")) action->trigger();
    CHECK(suggested == "xor_8_10_2taps_seed1.sv");
    CHECK(tests::read_text(folder.filePath("circuit.sv").toStdString()).find("module xor_8_10_2taps_seed1") !=
          std::string::npos);
}

TEST_CASE("The entry of the export menu decides what is written, whatever the name's ending") {
    DecoderPage page;
    settle(page);
    const QTemporaryDir folder;
    const auto export_as = [&](const QString& entry, const QString& name) {
        QTimer waiting;
        QObject::connect(&waiting, &QTimer::timeout, &waiting, [&] {
            auto* dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
            if (dialog == nullptr) return;
            waiting.stop();
            dialog->findChild<QLineEdit*>("fileNameEdit")->setText(folder.filePath(name));
            static_cast<QDialog*>(dialog)->accept();
        });
        waiting.start(10);
        for (QAction* action : piece<QMenu>(page, "decoder_export_menu").actions())
            if (action->text().remove('&').startsWith(entry)) action->trigger();
    };
    export_as("Circuit as Graphviz", "odd.txt");
    CHECK(tests::read_text(folder.filePath("odd.txt").toStdString()).find("digraph") != std::string::npos);
    export_as("Circuit as Graphviz", "plain");
    CHECK(tests::read_text(folder.filePath("plain.dot").toStdString()).find("digraph") != std::string::npos);
    export_as("Circuit as Verilog", "circuit");
    CHECK(tests::read_text(folder.filePath("circuit.sv").toStdString()).find("module ") != std::string::npos);
}
