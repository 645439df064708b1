// What a person waits for on the page Explore: gui_bench [POINTS_ON_SCREEN [POINTS_OF_A_LARGE_STORE]]
// Without a screen (platform offscreen): painting is the program's own, only the copy to the screen is not in it.
#include "gui/explore/parallel_plot.hpp"
#include "gui/explore/scatter_plot.hpp"
#include "gui/points/point_table.hpp"
#include "gui/points/point_view.hpp"
#include "gui/support/theme.hpp"

#include <QApplication>
#include <QTemporaryDir>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <functional>
#include <malloc.h>
#include <random>
#include <string>

#include <fmt/format.h>

namespace {

using namespace fracbit;

double seconds_of(const std::function<void()>& work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

/// Median and 95th percentile, in milliseconds.
void report(const std::string& what, int times, const std::function<void(int)>& work) {
    std::vector<double> took;
    for (int i = 0; i < times; ++i) took.push_back(1000 * seconds_of([&] { work(i); }));
    std::sort(took.begin(), took.end());
    fmt::print("{:<58} {:8.2f} {:8.2f}\n", what, took[took.size() / 2], took[took.size() * 95 / 100]);
}

double resident_mb() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.rfind("VmRSS:", 0) == 0) return std::stod(line.substr(6)) / 1024;
    return 0;
}

/// As many columns as a space of eight parameters and one network has; continuous values, so that few marks coincide.
explorer::StoreContents drawn_store(std::int64_t points) {
    explorer::StoreContents contents;
    contents.header.space_name = "drawn";
    contents.header.space_hash = "0123456789abcdef";
    contents.header.program_version = "0";
    contents.header.files[""] = "";
    contents.header.plan.chunks = 1;
    contents.header.plan.sample = points;
    for (int i = 0; i < 8; ++i)
        contents.header.columns.push_back({fmt::format("table.parameter{}", i), "bits", "parameter", false, {}, {}});
    for (int i = 0; i < 23; ++i)
        contents.header.columns.push_back({fmt::format("metric{}", i), "mm2", "metric", false, {}, {}});
    contents.header.columns.push_back(
        {"net.accuracy_kind", "", "note", false, {}, {"published", "measured", "interpolated", "none"}});
    for (const char* name : {"metric0", "metric1", "metric2"})
        contents.header.columns.push_back({name, "", "objective", false, {}, {}});
    std::mt19937_64 random(1);
    std::normal_distribution<double> normal;
    for (std::int64_t id = 0; id < points; ++id) {
        std::vector<double> values;
        for (int i = 0; i < 8; ++i) values.push_back(static_cast<double>(1 + random() % 8));
        for (int i = 0; i < 23; ++i) values.push_back(std::exp(normal(random)));
        values.push_back(static_cast<double>(random() % 4));
        for (std::size_t i = 0; i < 3; ++i) values.push_back(values[8 + i]);
        contents.sample.push_back({id, std::move(values)});
    }
    const std::vector<double>& first = contents.sample.front().values;
    contents.front.push_back({0, 1, {first[first.size() - 3], first[first.size() - 2], first.back()}, first});
    contents.counts.points[0] = points;
    contents.done = {0};
    return contents;
}

void show_frames(std::int64_t count, QSize size) {
    fmt::print("\n{} points, {} x {} pixels{:>33}{:>9}\n", count, size.width(), size.height(), "median", "95 %");
    gui::PointView view;
    gui::ScatterPlot scatter(view);
    gui::ParallelPlot parallel(view);
    gui::PointTable table(view);
    scatter.resize(size);
    parallel.resize(size);
    view.set_points(std::make_shared<const gui::PointSet>(drawn_store(count), QStringLiteral("drawn")), false);
    scatter.set_columns({8, 9, 10, -1, 31, true, true, true});
    parallel.set_color(10, true);
    scatter.grab();
    QImage screen(size, QImage::Format_RGB32);
    report("scatter plot, axes moved (ms a frame)", 41, [&](int i) {
        scatter.xAxis->scaleRange(i % 2 == 0 ? 1.01 : 1 / 1.01);
        scatter.replot(QCustomPlot::rpImmediateRefresh);
    });
    report("scatter plot, size by a column", 21, [&](int i) {
        if (i == 0) scatter.set_columns({8, 9, 10, 11, 31, true, true, true});
        scatter.xAxis->scaleRange(i % 2 == 0 ? 1.01 : 1 / 1.01);
        scatter.replot(QCustomPlot::rpImmediateRefresh);
    });
    scatter.set_columns({8, 9, 10, -1, 31, true, true, true});
    report(fmt::format("parallel coordinates, {} axes, painted anew", parallel.axes().size()), 21, [&](int i) {
        parallel.set_color(i % 2 == 0 ? 10 : 11, true);
        parallel.render(&screen);
    });
    report("brush moved: filter, both plots, table", 21, [&](int i) {
        gui::PointFilter filter;
        filter.ranges["metric1"] = {0.1 + 0.01 * i, 5};
        view.filters().change(filter, QStringLiteral("brush"), i > 0);
        scatter.replot(QCustomPlot::rpImmediateRefresh);
        parallel.render(&screen);
    });
    report("a condition written", 11, [&](int i) {
        gui::PointFilter filter;
        filter.condition = fmt::format("table.parameter1 >= {} and metric3 * 2 < metric4 + {}", i % 4, i);
        view.filters().change(filter, QStringLiteral("condition"));
    });
    view.filters().reset();
    report("pointer moved over the plot", 101, [&](int i) {
        QMouseEvent move(QEvent::MouseMove, QPointF(100 + i, 150), QPointF(100 + i, 150), Qt::NoButton, Qt::NoButton,
                         {});
        QApplication::sendEvent(&scatter, &move);
    });
    report("table sorted by a column", 11,
           [&](int i) { table.sort(2 + i % 5, i % 2 == 0 ? Qt::AscendingOrder : Qt::DescendingOrder); });
}

void show_large_store(std::int64_t count) {
    const QTemporaryDir folder;
    const std::string path = folder.filePath(QStringLiteral("large.sqlite")).toStdString();
    {
        const explorer::StoreContents contents = drawn_store(count);
        auto store = explorer::ResultStore::open(path, contents.header);
        store.commit(contents.done, contents.counts, contents.front, contents.sample);
    }
    const auto bytes = static_cast<double>(std::ifstream(path, std::ios::ate).tellg());
    ::malloc_trim(0); // what making the store took
    const double before = resident_mb();
    std::shared_ptr<const gui::PointSet> points;
    const double took = seconds_of([&] {
        points = std::make_shared<const gui::PointSet>(explorer::read_store(path), QString::fromStdString(path));
    });
    fmt::print("\na store of {} points, {:.0f} MB: read and checked in {:.2f} s ({:.0f} MB/s), {:.0f} MB more memory\n",
               count, bytes / 1e6, took, bytes / 1e6 / took, resident_mb() - before);
    gui::PointView view;
    gui::PointTable table(view);
    fmt::print("shown in the table after {:.2f} s more, {:.0f} MB in all\n",
               seconds_of([&] { view.set_points(points, false); }), resident_mb());
}

} // namespace

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    gui::apply_theme(gui::Theme::light);
    const std::int64_t on_screen = argc > 1 ? std::stoll(argv[1]) : 100'000;
    const std::int64_t large = argc > 2 ? std::stoll(argv[2]) : 1'000'000;
    show_frames(on_screen, {800, 600});
    show_frames(on_screen, {2400, 1600});
    show_large_store(large);
}
