// A store of two objectives, made up by hand.
#pragma once

#include "explorer/store/store_contents.hpp"

#include <limits>

namespace fracbit::test {

/// Lanes, order, area, cycles, kind of the accuracy, throughput (maximised), area (minimised). Three points are on the
/// front, the best in throughput last; one more is in the sample. 3 of 4 chunks are done.
inline explorer::StoreContents small_store() {
    using namespace explorer;
    StoreContents store;
    store.header.program_version = "1.2.3";
    store.header.space_name = "by hand";
    store.header.space_hash = "0123456789abcdef";
    store.header.plan.seed = 7;
    store.header.plan.chunks = 4;
    store.header.columns = {
        {"weights.lanes", "", "parameter", false, {}, {}},
        {"order", "", "parameter", false, {}, {"positions", "spill"}},
        {"area_mm2", "mm2", "metric", false, {}, {}},
        {"cycles", "cycles", "metric", false, {}, {}},
        {"net.accuracy_kind", "", "note", false, {}, {"published", "measured", "interpolated", "none"}},
        {"runs_per_second, all", "", "objective", true, 10.0, {}},
        {"area_mm2", "", "objective", false, {}, {}}};
    store.front = {{3, 1, {-20, 0.5}, {1, 1, 0.5, 1000, 0, 20, 0.5}},
                   {8, 5, {-30, 0.75}, {2, 1, 0.75, 2e15, 2, 30, 0.75}},
                   {11, 2, {-50, 2}, {4, 1, 2, 100.25, 3, 50, 2}}};
    store.sample = {{3, store.front[0].values}, {9, {2, 0, 3, 3000, 1, 15, 3}}};
    store.counts.points = {40, 100, 4, 3, 2};
    store.counts.seconds = 7;
    store.done = {0, 1, 3};
    return store;
}

} // namespace fracbit::test
