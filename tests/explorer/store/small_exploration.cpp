#include "tests/explorer/store/small_exploration.hpp"

#include "models/core/random.hpp"
#include "models/files/binary_file.hpp"

#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <limits>

namespace fracbit::tests {

using namespace explorer;

SmallExploration::SmallExploration(std::uint64_t seed, std::int64_t chunks, std::int64_t points_per_chunk)
    : seed_(seed), chunks_(chunks), points_per_chunk_(points_per_chunk) {}

StoreHeader SmallExploration::header(Shard shard) const {
    StoreHeader header;
    header.program_version = "1.2.3";
    header.space_name = "small";
    header.space_hash = "0123456789abcdef";
    header.files = {{"", "[space]\nname = \"small\"\n"}, {"net.csv", "layer,kind\nfc,dense\n"}};
    header.plan = {"random", seed_, chunks_ * points_per_chunk_, 0, chunks_, 25};
    header.shard = shard;
    header.columns = {{"weights.lanes", "", "parameter", false, {}, {}},
                      {"technology", "", "parameter", false, {}, {"nangate45", "asap7"}},
                      {"cycles", "cycles", "metric", false, {}, {}},
                      {"accuracy", "%", "metric", false, {}, {}},
                      {"cycles", "cycles", "objective", false, 1000.0, {}},
                      {"runs_per_second", "1/s", "objective", true, {}, {}}};
    return header;
}

std::vector<std::int64_t> SmallExploration::chunks(Shard shard) const {
    std::vector<std::int64_t> chunks;
    for (std::int64_t chunk = 0; chunk < chunks_; ++chunk)
        if (holds(shard, chunk)) chunks.push_back(chunk);
    return chunks;
}

StoreContents SmallExploration::after(const std::vector<std::int64_t>& chunks, Shard shard) const {
    StoreContents contents;
    contents.header = header(shard);
    contents.done = to_chunks(to_ranges(chunks));
    ParetoFront front(2);
    PointSample sample(contents.header.plan.sample, seed_);
    for (const auto chunk : contents.done) {
        contents.counts.seconds += 0.25;
        for (PointId id = chunk * points_per_chunk_; id < (chunk + 1) * points_per_chunk_; ++id) {
            Random random(seed_ * 1'000'003 + static_cast<std::uint64_t>(id));
            const auto status = random.below(8) < 5 ? 0 : random.below(point_status_count);
            ++contents.counts.points[status];
            if (status != 0) continue;
            const auto cycles = static_cast<double>(random.below(60));
            const double rate = -0.25 * cycles * cycles / 60 + static_cast<double>(random.below(12)) + cycles / 3;
            const double accuracy = random.below(3) == 0 ? std::nan("") : 90 + random.uniform();
            const std::vector<double> values{static_cast<double>(1U << random.below(4)),
                                             static_cast<double>(random.below(2)),
                                             cycles,
                                             accuracy,
                                             cycles,
                                             rate};
            front.add(id, std::vector{cycles, -rate}, values);
            sample.add(id, values);
        }
    }
    contents.front = front.members();
    contents.sample = sample.points();
    return contents;
}

void SmallExploration::go_on(ResultStore& store, const std::vector<std::int64_t>& chunks) const {
    const auto before = store.contents();
    auto all = before.done;
    all.insert(all.end(), chunks.begin(), chunks.end());
    const auto next = after(all);
    store.commit(chunks, next.counts, next.front, next.sample, next.search_state);
}

void SmallExploration::make(const std::string& path, const std::vector<std::int64_t>& chunks, Shard shard) const {
    auto store = ResultStore::open(path, header(shard));
    for (const auto chunk : chunks) go_on(store, {chunk});
}

std::string dump(const StoreContents& contents, bool with_sources) {
    const auto& header = contents.header;
    const auto hex = [](const std::vector<double>& values) {
        std::string text;
        for (const double value : values) text += fmt::format(" {:a}", value);
        return text;
    };
    auto text = fmt::format("{} {} {} {} seed {} {} {} {} {} shard {}/{}\n", header.program_version, header.space_name,
                            header.space_hash, header.plan.method, header.plan.seed, header.plan.evaluations,
                            header.plan.population, header.plan.chunks, header.plan.sample, header.shard.index,
                            header.shard.count);
    for (const auto& [name, file] : header.files) text += fmt::format("file {}: {}\n", name, file);
    for (const auto& column : header.columns)
        text += fmt::format("column {} {} {} {} {} {}\n", column.name, column.unit, column.kind, column.maximize,
                            column.reference ? fmt::format("{:a}", *column.reference) : "none", column.texts);
    text += fmt::format("counts {} seconds {:a}\ndone {}\nstate '{}'\n", contents.counts.points,
                        contents.counts.seconds, contents.done, contents.search_state);
    for (const auto& member : contents.front)
        text +=
            fmt::format("front {} x {}:{} |{}\n", member.id, member.equals, hex(member.objectives), hex(member.values));
    for (const auto& point : contents.sample) text += fmt::format("sample {}:{}\n", point.id, hex(point.values));
    if (with_sources)
        for (const auto& source : contents.sources)
            text += fmt::format("source {}/{}: {} {:x}\n", source.shard.index, source.shard.count,
                                to_text(source.chunks), source.results);
    return text;
}

std::string bytes_of(const std::string& path) {
    const auto bytes = models::read_bytes(path);
    return {bytes.begin(), bytes.end()};
}

} // namespace fracbit::tests
