#include "gui/explore/axis_titles.hpp"
#include "gui/explore/scatter_plot.hpp"
#include "tests/gui/points/some_points.hpp"
#include "tests/gui/qt_events.hpp"

#include <QHelpEvent>
#include <QToolTip>

#include <catch2/catch.hpp>

using namespace fracbit;

namespace {

const QString long_title = QStringLiteral("runs_per_second / placed_mm2 (1/s / mm2)");

/// A plot whose upright axis has the long title.
struct Titled {
    gui::PointView view;
    gui::ScatterPlot plot{view};
    explicit Titled(QSize size) {
        explorer::StoreContents contents = tests::some_contents();
        contents.header.columns[3].name = "runs_per_second / placed_mm2";
        contents.header.columns[3].unit = "1/s / mm2";
        plot.resize(size);
        plot.show();
        view.set_points(std::make_shared<const gui::PointSet>(std::move(contents), QStringLiteral("long.sqlite")),
                        false);
        plot.set_columns({2, 3, 3, -1, -1, false, false, false});
        resize(size);
    }
    void resize(QSize size) {
        plot.resize(size);
        QApplication::processEvents();
        plot.replot();
    }
    [[nodiscard]] QString label() const { return plot.yAxis->label(); }
    [[nodiscard]] int longest_line() const {
        int longest = 0;
        for (const QString& line : label().split('\n'))
            longest = std::max(longest, QFontMetrics(plot.yAxis->labelFont()).horizontalAdvance(line));
        return longest;
    }
};

} // namespace

TEST_CASE("A title that is too long has two lines, and one for which these are too long loses a part of its name") {
    const QFontMetrics font{QFont()};
    const auto width = [&](const char* text) { return font.horizontalAdvance(QString::fromUtf8(text)) + 2; };
    const auto fitted = [&](int room, int lines) { return gui::fitted_title(long_title, font, room, lines); };
    CHECK(fitted(font.horizontalAdvance(long_title), 1) == long_title);
    CHECK(fitted(width("placed_mm2 (1/s / mm2)"), 2).toStdString() == "runs_per_second /\nplaced_mm2 (1/s / mm2)");
    CHECK(fitted(width("runs_per_second…"), 2).toStdString() == "runs_per_second…\n(1/s / mm2)");
    CHECK(fitted(width("runs_per_second… (1/s / mm2)"), 1).toStdString() == "runs_per_second… (1/s / mm2)");
    CHECK(fitted(width("runs_pe…"), 1).toStdString() ==
          "runs_pe…"); // beside its unit nothing would be left of the name
    CHECK(gui::fitted_title("a_name_of_one_word", font, width("a_name…"), 2).toStdString() == "a_name…");
}

TEST_CASE("However low the plot is, the title of its upright axis is within it, and whole again in a higher one") {
    Titled shown({700, 700});
    CHECK(shown.label() == long_title);
    for (const int height : {270, 230, 200}) {
        shown.resize({400, height});
        CAPTURE(height, shown.label().toStdString());
        CHECK(shown.label() != long_title);
        CHECK(shown.label().endsWith("mm2)"));
        CHECK(shown.longest_line() <= shown.plot.yAxis->axisRect()->outerRect().height());
    }
    shown.resize({700, 700});
    CHECK(shown.label() == long_title);
}

TEST_CASE("The pointer on a title of which a part is missing says the whole") {
    Titled shown({400, 200});
    const QCPAxis& axis = *shown.plot.yAxis;
    const auto point = [&](int x) {
        const QPoint at(x, axis.axisRect()->center().y());
        QHelpEvent event(QEvent::ToolTip, at, shown.plot.mapToGlobal(at));
        QApplication::sendEvent(&shown.plot, &event);
    };
    point(axis.axisRect()->outerRect().left() + QFontMetrics(axis.labelFont()).height() / 2);
    CHECK(QToolTip::text() == long_title);
    QToolTip::hideText();
}

TEST_CASE("Numbers along a narrow plot do not run into each other, and its legend is as wide as the whole plot") {
    Titled shown({260, 330});
    QCPAxis& axis = *shown.plot.xAxis;
    QVector<double> ticks;
    QVector<QString> labels;
    axis.ticker()->generate(axis.range(), QLocale::c(), 'g', axis.numberPrecision(), ticks, nullptr, &labels);
    double end = -1e9;
    for (int i = 0; i < ticks.size(); ++i) {
        const double middle = axis.coordToPixel(ticks[i]);
        const double half = QFontMetrics(axis.tickLabelFont()).horizontalAdvance(labels[i]) / 2.0;
        CAPTURE(i, labels[i].toStdString());
        CHECK(middle - half > end);
        end = middle + half;
    }
    for (int i = 0; i < shown.plot.legend->itemCount(); ++i)
        if (const auto* item = shown.plot.legend->item(i))
            CHECK(item->outerRect().width() >= item->minimumOuterSizeHint().width());
}
