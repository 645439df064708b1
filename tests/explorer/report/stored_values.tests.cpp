#include "explorer/report/stored_values.hpp"
#include "tests/explorer/report/small_store.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <cmath>

using namespace fracbit;
using namespace fracbit::explorer;
using fracbit::test::small_store;

TEST_CASE("values are written so that they are read again as they were") {
    const StoredColumn number{"area", "", "metric", false, {}, {}},
        text{"order", "", "parameter", false, {}, {"a", "b"}};
    CHECK(value_text(number, 0.1) == "0.1");
    CHECK(value_text(number, -3) == "-3");
    CHECK(value_text(number, 999999999999999) == "999999999999999");
    CHECK(value_text(number, 1e18) == "1e+18");
    CHECK(value_text(number, -INFINITY) == "-inf");
    CHECK(value_text(text, 1) == "b");
    CHECK(value_text(text, 2) == "2");
    CHECK(rounded_text(number, 1.23456789, 3) == "1.23");
    CHECK(rounded_text(number, 123456789, 3) == "123456789");
    CHECK(rounded_text({"clock.mhz", "", "parameter", false, {}, {}}, 12.80125, 3) == "12.80125");
    CHECK(value_json(number, 7).is_number_integer());
    CHECK(value_json(number, 1e18).is_number_float());
    CHECK(value_json(number, NAN).is_null());
    CHECK(value_json(text, 0) == "a");
}

TEST_CASE("columns that differ between points of the front or the sample are varied, of one point all") {
    StoreContents store = small_store();
    CHECK(varied_columns(store, "parameter") == std::vector<std::size_t>{0, 1});
    store.sample.pop_back(); // the one of another order
    CHECK(varied_columns(store, "parameter") == std::vector<std::size_t>{0});
    store.front.resize(1);
    CHECK(varied_columns(store, "parameter") == std::vector<std::size_t>{0, 1});
    CHECK(columns_of_kind(store, "objective") == std::vector<std::size_t>{5, 6});
}

TEST_CASE("a hypervolume reaches to the space's reference, else to the worst of the front") {
    StoreContents store = small_store();
    CHECK(reference_of(store) == std::vector<double>{-10, 2});
    CHECK(hypervolume_of(store) == Approx((30 - 20) * 1.25 + (20 - 10) * 1.5));
    store.header.columns[6].reference = 4;
    CHECK(reference_of(store) == std::vector<double>{-10, 4});
    CHECK(hypervolume_of(store) == Approx(20 * 2 + (30 - 20) * 3.25 + (20 - 10) * 3.5));
    store.front.clear();
    CHECK(hypervolume_of(store) == 0);
}
