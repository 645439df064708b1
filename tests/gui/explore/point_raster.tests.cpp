#include "gui/explore/mark_style.hpp"
#include "gui/explore/parallel_raster.hpp"
#include "tests/gui/points/some_points.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using gui::Mark;

namespace {

constexpr QRgb red = qRgb(255, 0, 0), blue = qRgb(0, 0, 255), white = qRgb(255, 255, 255);

int painted(const QImage& image) {
    int count = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) count += image.pixel(x, y) != 0;
    return count;
}

} // namespace

TEST_CASE("A mark is painted where it is, later ones above earlier ones") {
    gui::PointRaster raster({40, 40}, white);
    const std::vector<Mark> marks{{10.5F, 20.5F, red, 3}, {10.5F, 20.5F, blue, 1}};
    raster.draw(marks);
    CHECK(raster.image().pixel(10, 20) == blue);
    CHECK(raster.image().pixel(12, 20) == red);
    CHECK(raster.image().pixel(20, 20) == 0);
}

TEST_CASE("Marks at the edge and outside are clipped, and those without a place left out") {
    gui::PointRaster raster({20, 20}, white);
    const std::vector<Mark> marks{{-1, -1, red, 5},       {21, 10, red, 4},      {10, 500, red, 4},
                                  {NAN, 3, red, 4},       {3, INFINITY, red, 4}, {1e30F, 2, red, 4},
                                  {10, 10, red, 1000000}, {10, 10, red, 0.0001F}};
    raster.draw(marks);
    CHECK(raster.image().pixel(0, 0) != 0);
    CHECK(raster.image().pixel(19, 10) != 0);
}

TEST_CASE("Shapes differ, and a ring lies around its mark") {
    std::vector<QImage> images;
    for (const auto shape :
         {gui::MarkShape::disc, gui::MarkShape::square, gui::MarkShape::triangle, gui::MarkShape::cross}) {
        gui::PointRaster raster({31, 31}, white);
        const std::vector<Mark> marks{{15.5F, 15.5F, red, 8, shape}};
        raster.draw(marks);
        for (const QImage& other : images) CHECK(other != raster.image());
        CHECK(painted(raster.image()) > 90);
        images.push_back(raster.image());
    }
    gui::PointRaster ringed({31, 31}, white);
    const std::vector<Mark> marks{{15.5F, 15.5F, red, 8, gui::MarkShape::disc, true}};
    ringed.draw(marks);
    CHECK(ringed.image().pixel(15, 15) == red);
    CHECK(ringed.image().pixel(23, 15) == white);
}

TEST_CASE("Colours and sizes follow a column over all of its points, and a text has a colour of its own") {
    const auto points = tests::some_points();
    const gui::PlotColors theme = gui::plot_colors(QPalette());
    const gui::ColumnColors energy(*points, 3, false, theme);
    CHECK(energy.of(10) == gui::scale_color(0).rgb());
    CHECK(energy.of(100) == gui::scale_color(1).rgb());
    CHECK(energy.of(NAN) == theme.series[0].rgb());
    const gui::ColumnColors format(*points, 1, false, theme);
    CHECK(format.of(1) == theme.series[1].rgb());
    const gui::ColumnRadii radii(*points, 3);
    CHECK(radii.of(10) == gui::ColumnRadii::smallest);
    CHECK(radii.of(100) == gui::ColumnRadii::largest);
    CHECK(radii.of(NAN) == gui::ColumnRadii::smallest);
    CHECK(gui::ColumnRadii(*points, -1).of(100) == gui::ColumnRadii::usual);
    CHECK(gui::shape_of_kind("published") == gui::MarkShape::disc);
    CHECK(gui::shape_of_kind("measured") == gui::MarkShape::square);
    CHECK(gui::shape_of_kind("interpolated") == gui::MarkShape::triangle);
    CHECK(gui::shape_of_kind("none") == gui::MarkShape::cross);
}

TEST_CASE("Lines of parallel coordinates join their heights, end where a value is missing, and the chosen lie above") {
    gui::ParallelRaster raster({101, 101}, {0, 50, 100});
    const auto height = [](double share) { return gui::ParallelRaster::height_of(share); };
    const std::vector<std::vector<std::uint8_t>> heights{
        {height(0), height(1)}, {height(1), height(0)}, {height(NAN), height(0)}};
    const std::vector<gui::ParallelLine> lines{{blue, 1}, {red, 0}};
    raster.draw(heights, lines);
    CHECK(qRed(raster.image().pixel(1, 98)) > 100);                                  // line 0 begins at the bottom
    CHECK(qBlue(raster.image().pixel(1, 2)) > 100);                                  // line 1 at the top
    CHECK(qRed(raster.image().pixel(25, 50)) > qBlue(raster.image().pixel(25, 50))); // where they cross
    CHECK(raster.image().pixel(75, 5) == 0);                                         // line 0 has ended
    CHECK(qBlue(raster.image().pixel(75, 100)) > 100);
}
