#include "gui/decoder/decoder_page.hpp"

#include "gui/decoder/circuit_files.hpp"
#include "gui/decoder/matrix_view.hpp"
#include "gui/decoder/netlist_view.hpp"
#include "gui/support/plot_style.hpp"
#include "models/circuits/netlist_properties.hpp"
#include "tests/cli/program.hpp"
#include "tests/gui/file_dialog.hpp"
#include "tests/gui/qt_events.hpp"

#include <QAction>
#include <QApplication>
#include <QFile>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::gui;

namespace {

template <class Widget>
Widget& piece(const DecoderPage& page, const char* name) {
    auto* found = page.findChild<Widget*>(QLatin1String(name));
    INFO(name);
    REQUIRE(found != nullptr);
    return *found;
}

void settle(DecoderPage& page, const std::function<bool()>& there) {
    QSignalSpy spy(&page, &DecoderPage::result_shown);
    while (!there()) REQUIRE(spy.wait(20'000));
}
void settle(DecoderPage& page) {
    settle(page, [&page] { return page.result() != nullptr; });
}

} // namespace

TEST_CASE("A number that changes gives a new network and circuit") {
    DecoderPage page;
    settle(page);
    CHECK(page.result()->network->n_out() == 10);
    piece<QSpinBox>(page, "decoder_n_out").setValue(20);
    settle(page, [&page] { return page.result()->network->n_out() == 20; });
    CHECK(piece<QSpinBox>(page, "decoder_output").maximum() == 19);
    CHECK(models::computes(page.result()->design.synthesis.netlist, *page.result()->network));
}

TEST_CASE("What cannot be is said, and the last circuit stays") {
    DecoderPage page;
    settle(page);
    const auto before = page.result();
    piece<QSpinBox>(page, "decoder_n_in").setValue(30);
    auto& message = piece<QLabel>(page, "decoder_message");
    REQUIRE(tests::wait_for([&] { return !message.text().isEmpty(); }));
    CHECK(message.text().contains("n_in is 30 and n_out is 10"));
    CHECK(page.result() == before);
    CHECK(message.text().contains("still those of xor_8_10_2taps_seed1"));
    QString suggested; // files are called what is in them
    QTimer::singleShot(0, &page, [&] {
        auto* dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
        REQUIRE(dialog != nullptr);
        suggested = dialog->selectedFiles().value(0);
        dialog->reject();
    });
    piece<QMenu>(page, "decoder_export_menu").actions().front()->trigger();
    CHECK(suggested.endsWith("/xor_8_10_2taps_seed1.dot"));
    piece<QSpinBox>(page, "decoder_n_in").setValue(9);
    settle(page, [&] { return page.result() != before; });
    CHECK(message.text().isEmpty());
}

TEST_CASE("A row of the matrix that is pointed at, clicked or reached by keys shows what its output needs") {
    DecoderPage page;
    page.resize(1280, 800);
    page.show();
    settle(page);
    auto& matrix = piece<MatrixView>(page, "decoder_matrix");
    auto& output = piece<QSpinBox>(page, "decoder_output");
    QTest::mouseClick(&matrix, Qt::LeftButton, Qt::NoModifier, matrix.place_of(4, 2).center().toPoint());
    CHECK(output.value() == 4);
    QTest::keyClick(&matrix, Qt::Key_Down);
    CHECK(output.value() == 5);
    CHECK(matrix.row() == 5);
    output.setValue(2);
    CHECK(matrix.row() == 2);
    QTest::mouseClick(&matrix, Qt::LeftButton, Qt::NoModifier, matrix.place_of(2, 0).center().toPoint());
    CHECK(output.value() == -1);
}

TEST_CASE("A circuit too large to draw is summarized, and what one output needs is drawn") {
    DecoderPage page;
    piece<QSpinBox>(page, "decoder_n_out").setValue(100);
    settle(page, [&page] { return page.result() && page.result()->network->n_out() == 100; });
    auto& view = piece<NetlistView>(page, "decoder_netlist");
    CHECK(view.summarized());
    piece<QSpinBox>(page, "decoder_output").setValue(7);
    CHECK_FALSE(view.summarized());
    CHECK(view.layout_shown().nodes.back().number == 7);
    CHECK(view.layout_shown().nodes.size() < 10);
}

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

TEST_CASE("A circuit of 64 parts in a column is drawn, one of more is numbers, which are those of its gates") {
    DecoderPage page;
    settle(page);
    const auto& view = piece<NetlistView>(page, "decoder_netlist");
    auto& n_out = piece<QSpinBox>(page, "decoder_n_out");
    n_out.setValue(64);
    settle(page, [&page] { return page.result()->network->n_out() == 64; });
    REQUIRE(view.layout_shown().most_in_column == 64);
    CHECK_FALSE(view.summarized());
    n_out.setValue(65);
    settle(page, [&page] { return page.result()->network->n_out() == 65; });
    CHECK(view.summarized());
    const models::XorNetlist& netlist = page.result()->design.synthesis.netlist;
    const std::vector<int> levels = models::signal_levels(netlist), readers = models::fan_outs(netlist);
    int gates = 0, shared = 0; // of the first level
    for (int signal = netlist.n_in(); signal < netlist.signals(); ++signal) {
        if (levels[static_cast<std::size_t>(signal)] != 1) continue;
        ++gates;
        shared += readers[static_cast<std::size_t>(signal)] > 1;
    }
    REQUIRE(shared < gates);
    const QTemporaryDir folder;
    auto& drawing = piece<NetlistView>(page, "decoder_netlist");
    drawing.resize(800, 400);
    save_widget(drawing, folder.filePath("circuit.svg"));
    const QString svg = QString::fromStdString(tests::read_text(folder.filePath("circuit.svg").toStdString()));
    CHECK(svg.contains(QStringLiteral(">%1 gates, %2 shared<").arg(QString::number(gates), QString::number(shared))));
    CHECK(svg.contains(">65<")); // outputs
}

TEST_CASE("The row under the pointer stands out, and the chosen one again when the pointer is gone") {
    DecoderPage page;
    page.resize(1280, 800);
    page.show();
    piece<QSpinBox>(page, "decoder_n_out").setValue(100);
    settle(page, [&page] { return page.result() && page.result()->network->n_out() == 100; });
    const auto& view = piece<NetlistView>(page, "decoder_netlist");
    auto& matrix = piece<MatrixView>(page, "decoder_matrix");
    const auto drawn_output = [&view] { return view.summarized() ? -1 : view.layout_shown().nodes.back().number; };
    piece<QSpinBox>(page, "decoder_output").setValue(7);
    CHECK(drawn_output() == 7);
    const QPoint on = matrix.place_of(3, 1).center().toPoint();
    QMouseEvent move(QEvent::MouseMove, on, matrix.mapToGlobal(on), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
    QApplication::sendEvent(&matrix, &move);
    CHECK(drawn_output() == 3);
    QEvent leave(QEvent::Leave);
    QApplication::sendEvent(&matrix, &leave);
    CHECK(drawn_output() == 7);
}

TEST_CASE("The circuit is pale while it is not that of the controls") {
    DecoderPage page;
    page.resize(1280, 800);
    page.show();
    settle(page);
    auto& view = piece<NetlistView>(page, "decoder_netlist");
    const QImage good = view.grab().toImage();
    piece<QSpinBox>(page, "decoder_n_in").setValue(40); // n_out is 10
    REQUIRE(tests::wait_for([&page] { return !piece<QLabel>(page, "decoder_message").text().isEmpty(); }));
    const auto darkest = [](const QImage& image) {
        int least = 255;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x) least = std::min(least, qGray(image.pixel(x, y)));
        return least;
    };
    CHECK(darkest(view.grab().toImage()) > darkest(good) + 50);
    piece<QSpinBox>(page, "decoder_n_in").setValue(9);
    settle(page, [&page] { return page.result()->network->n_in() == 9; });
    CHECK(darkest(view.grab().toImage()) == darkest(good));
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

TEST_CASE("The output that stands out is found again by the next start") {
    DecoderPage page, later;
    piece<QSpinBox>(page, "decoder_n_out").setValue(100);
    settle(page, [&page] { return page.result() && page.result()->network->n_out() == 100; });
    piece<QSpinBox>(page, "decoder_output").setValue(57);
    later.restore(page.state());
    CHECK(later.state() == page.state()); // its circuit is still being made
    settle(later, [&later] { return later.result() && later.result()->network->n_out() == 100; });
    CHECK(piece<QSpinBox>(later, "decoder_output").value() == 57);
    CHECK(piece<MatrixView>(later, "decoder_matrix").row() == 57);
    CHECK(piece<NetlistView>(later, "decoder_netlist").layout_shown().nodes.back().number == 57);
    CHECK(later.state() == page.state());
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

TEST_CASE("A circuit that takes long is given up for the next one") {
    DecoderPage page;
    settle(page);
    piece<QSpinBox>(page, "decoder_n_out").setValue(1000);
    piece<QSpinBox>(page, "decoder_taps").setValue(0);
    piece<QSpinBox>(page, "decoder_n_in").setValue(64);
    QTest::qWait(500); // it is being made
    piece<QSpinBox>(page, "decoder_n_in").setValue(8);
    std::vector<int> shown;
    QObject::connect(&page, &DecoderPage::result_shown, &page,
                     [&] { shown.push_back(page.result()->network->n_in()); });
    piece<QSpinBox>(page, "decoder_n_out").setValue(10);
    settle(page, [&page] { return page.result()->network->n_out() == 10 && page.result()->network->n_in() == 8; });
    CHECK(std::count(shown.begin(), shown.end(), 64) == 0);
}
