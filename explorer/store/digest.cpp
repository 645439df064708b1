#include "explorer/store/digest.hpp"

#include "explorer/front/canonical.hpp"
#include "models/core/error.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <fmt/format.h>

namespace fracbit::explorer {
namespace {

std::uint64_t sum_of(const std::vector<PointRow>& rows) {
    std::uint64_t sum = 0;
    for (const auto& row : rows) sum += row.digest;
    return sum;
}

bool equal_values(std::span<const double> a, std::span<const double> b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](double x, double y) {
        return std::bit_cast<std::uint64_t>(canonical(x)) == std::bit_cast<std::uint64_t>(canonical(y));
    });
}

template <class Points>
void check_order(const Points& points, const char* what) {
    for (std::size_t i = 1; i < points.size(); ++i)
        if (points[i - 1].id >= points[i].id)
            throw ConfigError(
                fmt::format("points {} and {} of the {} are not in order of id", points[i - 1].id, points[i].id, what));
}

void add_ranges(Digest& digest, const ChunkRanges& ranges) {
    digest.add(static_cast<std::uint64_t>(ranges.size()));
    for (const auto& range : ranges) {
        digest.add(range.first);
        digest.add(range.last);
    }
}

void add_results(Digest& digest, std::uint64_t rows, const StoreContents& contents) {
    digest.add(rows);
    add_ranges(digest, to_ranges(contents.done));
    for (const auto points : contents.counts.points) digest.add(points);
    digest.add(contents.search_state);
}

} // namespace

void Digest::add(std::uint64_t word) {
    state_ ^= word;
    state_ *= 0x9fb21c651e98df25U;
    state_ ^= state_ >> 29;
    state_ *= 0xd1342543de82ef95U;
    state_ ^= state_ >> 32;
}

void Digest::add(double number) { add(std::bit_cast<std::uint64_t>(canonical(number))); }

void Digest::add(std::string_view text) {
    add(static_cast<std::uint64_t>(text.size()));
    for (; !text.empty(); text.remove_prefix(std::min(text.size(), sizeof(std::uint64_t)))) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data(), std::min(text.size(), sizeof word));
        if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
        add(word);
    }
}

std::vector<PointRow> rows_of(const std::vector<FrontMember>& front, const std::vector<SamplePoint>& sample) {
    check_order(front, "front");
    check_order(sample, "sample");
    std::vector<PointRow> rows;
    rows.reserve(front.size() + sample.size());
    auto member = front.begin();
    auto point = sample.begin();
    while (member != front.end() || point != sample.end()) {
        const bool on_front = point == sample.end() || (member != front.end() && member->id <= point->id);
        const bool in_sample = member == front.end() || (point != sample.end() && point->id <= member->id);
        if (on_front && in_sample && !equal_values(member->values, point->values))
            throw ConfigError(fmt::format("point {} has other values in the sample than on the front", member->id));
        PointRow row{0, on_front, in_sample, 0, {}, 0};
        if (on_front) {
            row.id = member->id;
            row.equals = member->equals;
            row.values = member->values;
        } else {
            row.id = point->id;
            row.values = point->values;
        }
        Digest digest;
        digest.add(row.id);
        digest.add(std::uint64_t{on_front} + 2 * std::uint64_t{in_sample});
        digest.add(row.equals);
        for (const double value : row.values) digest.add(value);
        row.digest = digest.value();
        rows.push_back(row);
        if (on_front) ++member;
        if (in_sample) ++point;
    }
    return rows;
}

std::uint64_t digest_of(const StoreHeader& header) {
    Digest digest;
    for (const auto& text : {header.program_version, header.space_name, header.space_hash, header.plan.method})
        digest.add(text);
    digest.add(header.plan.seed);
    for (const auto number : {header.plan.evaluations, header.plan.population, header.plan.chunks, header.plan.sample,
                              header.shard.index, header.shard.count})
        digest.add(number);
    digest.add(static_cast<std::uint64_t>(header.files.size()));
    for (const auto& [name, text] : header.files) {
        digest.add(name);
        digest.add(text);
    }
    for (const auto& column : header.columns) {
        for (const auto& text : {column.name, column.unit, column.kind}) digest.add(text);
        digest.add(std::uint64_t{column.maximize} + 2 * std::uint64_t{column.reference.has_value()});
        digest.add(column.reference.value_or(0));
        digest.add(static_cast<std::uint64_t>(column.texts.size()));
        for (const auto& text : column.texts) digest.add(text);
    }
    return digest.value();
}

std::uint64_t digest_of_results(const StoreContents& contents) {
    Digest digest;
    add_results(digest, sum_of(rows_of(contents.front, contents.sample)), contents);
    return digest.value();
}

std::uint64_t digest_of(std::uint64_t header, std::uint64_t rows, const StoreContents& contents) {
    Digest digest;
    digest.add(header);
    add_results(digest, rows, contents);
    digest.add(contents.counts.seconds);
    for (const auto& source : contents.sources) {
        digest.add(source.shard.index);
        digest.add(source.shard.count);
        add_ranges(digest, source.chunks);
        digest.add(source.results);
    }
    return digest.value();
}

std::uint64_t digest_of(const StoreContents& contents) {
    return digest_of(digest_of(contents.header), sum_of(rows_of(contents.front, contents.sample)), contents);
}

} // namespace fracbit::explorer
