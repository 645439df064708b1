#include "gui/points/point_view.hpp"
#include "tests/gui/points/some_points.hpp"

#include <QSignalSpy>

#include <catch2/catch.hpp>

using namespace fracbit;

TEST_CASE("Each change of a filter can be undone and redone, a drag is one change") {
    gui::FilterState state;
    state.change({true, {}, ""}, "front only");
    state.change({true, {{"a", {1, 5}}}, ""}, "range of a");
    state.change({true, {{"a", {1, 4}}}, ""}, "range of a", true);
    state.change({true, {{"a", {1, 3}}}, ""}, "range of a", true);
    state.change({true, {{"a", {2, 3}}}, ""}, "range of a"); // a drag of its own
    CHECK(state.history().count() == 3);
    state.history().undo();
    CHECK(state.filter().ranges.at("a") == gui::ValueRange{1, 3});
    state.history().undo();
    CHECK(state.filter() == gui::PointFilter{true, {}, ""});
    state.history().redo();
    CHECK(state.filter().ranges.at("a") == gui::ValueRange{1, 3});
    state.reset();
    CHECK(state.filter().empty());
    CHECK_FALSE(state.history().canUndo());
}

TEST_CASE("A filter that goes on is one step with the last of the same kind alone") {
    gui::FilterState state;
    state.change({false, {{"a", {1, 5}}}, ""}, "range of a");
    state.change({false, {{"a", {1, 5}}, {"b", {2, 3}}}, ""}, "range of b", true);
    CHECK(state.history().count() == 2);
    state.history().undo();
    CHECK(state.filter().ranges.size() == 1);
}

TEST_CASE("A view shows what its filter passes, and says what is wrong with a condition") {
    gui::PointView view;
    QSignalSpy visible(&view, &gui::PointView::visible_changed);
    view.set_points(tests::some_points(), false);
    CHECK(view.visible().size() == 4);
    view.filters().change({true, {}, "nonsense ("}, "condition");
    CHECK(view.visible() == std::vector<int>{1, 3});
    CHECK(view.filter_problem().contains("nonsense"));
    view.filters().history().undo();
    CHECK(view.filter_problem().isEmpty());
    CHECK(view.visible().size() == 4);
    CHECK(visible.size() == 3);
}

TEST_CASE("A selection and a filter outlive a newer state of the same store, and end with another store") {
    gui::PointView view;
    view.set_points(tests::some_points(), false);
    view.select({1, 3});
    view.filters().change({false, {{"area_mm2", {0, 3}}}, ""}, "range");
    explorer::StoreContents more = tests::some_contents();
    more.sample.insert(more.sample.begin(), {0, more.sample.front().values});
    const auto newer = std::make_shared<const gui::PointSet>(std::move(more), "small.sqlite");
    view.set_points(newer, true);
    CHECK(view.selection() == std::vector<int>{2, 4}); // points 3 and 7
    CHECK(view.visible() == std::vector<int>{2, 4});
    view.set_points(newer, false);
    CHECK(view.selected_count() == 0);
    CHECK(view.visible().size() == 5);
}

TEST_CASE("Selecting more keeps what is selected, and counts nothing twice") {
    gui::PointView view;
    view.set_points(tests::some_points(), false);
    view.select({0, 1});
    view.select({1, 2}, true);
    CHECK(view.selection() == std::vector<int>{0, 1, 2});
    CHECK(view.selected_count() == 3);
    view.select({});
    CHECK(view.selected_count() == 0);
}
