#include "models/schedule/window.hpp"
#include "models/schedule/work_order.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace fracbit::models;

namespace {

Layer conv(std::int64_t size, std::int64_t kernel, std::int64_t stride, std::int64_t pad, std::int64_t dilation = 1) {
    Layer layer;
    layer.name = "conv";
    layer.input = {1, size, size};
    layer.kernel_height = layer.kernel_width = kernel;
    layer.stride_height = layer.stride_width = stride;
    layer.pad_height = layer.pad_width = pad;
    layer.dilation_height = layer.dilation_width = dilation;
    return layer;
}

/// First and last input row that any tap of the positions touches, found one by one.
RowRange rows_by_search(const Window& w, std::int64_t first, std::int64_t end) {
    std::set<std::int64_t> rows;
    for (std::int64_t p = first; p < end; ++p)
        for (std::int64_t k = 0; k < w.kernel_height; ++k) {
            const std::int64_t row = p / w.out_width;
            const std::int64_t y = row % w.out_height * w.stride_height - w.pad_height + k * w.dilation_height;
            if (y >= 0 && y < w.in_height) rows.insert(row / w.out_height * w.in_height + y);
        }
    if (rows.empty()) return {0, 0};
    return {*rows.begin(), *rows.rbegin() + 1};
}

} // namespace

TEST_CASE("a window of positions reads whole rows with their halo") {
    const Layer layer = conv(8, 3, 1, 1);
    const Window window = window_of(layer, layer.input);
    CHECK(window.rows_of(0, 1) == RowRange{0, 2});   // row -1 is padding
    CHECK(window.rows_of(0, 8) == RowRange{0, 2});
    CHECK(window.rows_of(0, 9) == RowRange{0, 3});   // the ninth position is in the second output row
    CHECK(window.rows_of(56, 64) == RowRange{6, 8}); // row 8 is padding
    CHECK(window.rows_of(60, 68) == RowRange{6, 10}); // the last row of one image and the first of the next
}

TEST_CASE("rows of a window cover what a search over all taps finds") {
    for (const std::int64_t size : {1, 4, 7})
        for (const std::int64_t kernel : {1, 2, 3})
            for (const std::int64_t stride : {1, 2, 3})
                for (const std::int64_t pad : {0, 1, 2})
                    for (const std::int64_t dilation : {1, 2}) {
                        if (size + 2 * pad < dilation * (kernel - 1) + 1) continue;
                        const Layer layer = conv(size, kernel, stride, pad, dilation);
                        const Window window = window_of(layer, layer.input);
                        const std::int64_t positions = 2 * layer.out_height() * layer.out_width();
                        for (std::int64_t first = 0; first < positions; ++first)
                            for (std::int64_t end = first + 1; end <= positions; end += 3) {
                                const RowRange found = window.rows_of(first, end), searched = rows_by_search(window, first, end);
                                INFO("size " << size << ", kernel " << kernel << ", stride " << stride << ", pad " << pad << ", dilation "
                                             << dilation << ", positions " << first << " to " << end);
                                if (searched.end == 0) continue; // nothing but padding
                                REQUIRE(found.first <= searched.first);
                                REQUIRE(found.end >= searched.end);
                            }
                    }
}

TEST_CASE("row groups never span convolution groups") {
    Layer layer = conv(4, 1, 1, 0);
    layer.input.channels = 6;
    layer.out_channels = 10;
    layer.groups = 2;
    const TensorLayout input(layer.input, 1, cut_channels(6, 1, 4), 0);
    std::vector<std::int64_t> firsts, sizes, groups;
    for (const OutputGroup& group : row_groups(layer, input, 4)) {
        firsts.push_back(group.channels.first);
        sizes.push_back(group.channels.channels);
        groups.push_back(group.convolution_group);
    }
    CHECK(firsts == std::vector<std::int64_t>{0, 4, 5, 9});
    CHECK(sizes == std::vector<std::int64_t>{4, 1, 4, 1});
    CHECK(groups == std::vector<std::int64_t>{0, 0, 1, 1});
}

TEST_CASE("chunks cover all positions and only the last is short") {
    const std::vector<Chunk> chunks = cut_chunks(10, 4);
    REQUIRE(chunks.size() == 3);
    CHECK(chunks[1].first == 4);
    CHECK(chunks[2].positions == 2);
    CHECK(chunks[2].end() == 10);
}
