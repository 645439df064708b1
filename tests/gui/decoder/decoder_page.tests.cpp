#include "gui/decoder/matrix_view.hpp"
#include "gui/decoder/netlist_view.hpp"
#include "gui/support/plot_style.hpp"
#include "models/circuits/netlist_properties.hpp"
#include "tests/cli/program.hpp"
#include "tests/gui/decoder/shown_decoder.hpp"
#include "tests/gui/qt_events.hpp"

#include <QAction>
#include <QApplication>
#include <QFileDialog>
#include <QLabel>
#include <QMenu>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <catch2/catch.hpp>

#include <chrono>
#include <thread>
#include <vector>

using namespace fracbit;
using namespace fracbit::gui;
using namespace fracbit::tests;

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

TEST_CASE("A pale circuit stays pale when one of older numbers comes, until that of the newest is there") {
    DecoderPage page;
    settle(page);
    auto& n_out = piece<QSpinBox>(page, "decoder_n_out");
    const auto& view = piece<NetlistView>(page, "decoder_netlist");
    std::vector<int> older; // that were shown
    QObject::connect(&page, &DecoderPage::result_shown, &page, [&] {
        const bool newest = page.result()->network->n_out() == n_out.value();
        CHECK(view.is_stale() == !newest);
        if (!newest) older.push_back(page.result()->network->n_out());
    });
    auto* slow = page.findChild<QTimer*>(QString(), Qt::FindDirectChildrenOnly);
    REQUIRE(slow != nullptr);
    // Again if the second took the first one's place before it had begun.
    for (int first = 12; older.empty(); first += 2) {
        REQUIRE(first < 64);
        n_out.setValue(first);
        std::this_thread::sleep_for(std::chrono::milliseconds(10 * (first - 11))); // it is made, and shown later
        n_out.setValue(first + 1);
        REQUIRE(QMetaObject::invokeMethod(slow, "timeout")); // as after a while
        CHECK(view.is_stale());
        settle(page, [&] { return page.result()->network->n_out() == first + 1; });
    }
}

TEST_CASE("Numbers that cannot be are not complained of any more when others have been given since") {
    struct Shown : QObject {
        int times = 0;
        bool eventFilter(QObject* /*watched*/, QEvent* event) override {
            times += event->type() == QEvent::Show ? 1 : 0;
            return false;
        }
    };
    DecoderPage page;
    page.show();
    settle(page);
    Shown message;
    piece<QLabel>(page, "decoder_message").installEventFilter(&message);
    auto& n_in = piece<QSpinBox>(page, "decoder_n_in");
    n_in.setValue(30);                                          // n_out is 10
    std::this_thread::sleep_for(std::chrono::milliseconds(50)); // it is refused, which is told later
    n_in.setValue(9);
    settle(page, [&] { return page.result()->network->n_in() == 9; });
    CHECK(message.times == 0);
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
