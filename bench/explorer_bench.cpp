// Points of design spaces a second, on one core: what a point costs whose neighbours share its cycles, its machine or
// nothing, what an excluded one costs, and one that is asked for by itself.
#include "explorer/evaluation/evaluator.hpp"
#include "models/core/random.hpp"
#include "models/files/text_file.hpp"

#include <atomic>
#include <chrono>
#include <ctime>
#include <fmt/format.h>
#include <memory>
#include <string>
#include <sys/resource.h>
#include <thread>
#include <vector>

using namespace fracbit;
using namespace fracbit::explorer;

namespace {

const std::string root = FRACBIT_SOURCE_DIR;

double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

/// Counts, and looks at the objectives as a front would.
struct Counter final : PointSink {
    explicit Counter(const Evaluator::Worker& from) : worker(from) {}
    void feasible(PointId) override {
        ++points;
        for (const double objective : worker.objectives()) sum += objective;
    }
    void rejected(PointStatus, std::int64_t count) override { others += count; }
    const Evaluator::Worker& worker;
    std::int64_t points = 0, others = 0;
    double sum = 0;
};

std::shared_ptr<const DesignSpace> space_of(const std::string& network, const std::string& base,
                                            const std::string& parameters, const std::string& conditions = "") {
    SpaceFiles files;
    files[""] = fmt::format("format_version = 1\nname = \"bench\"\n[base]\n{}\n[[network]]\nname = \"net\"\nfile = "
                            "\"{}.csv\"\n[parameters]\n{}\n[conditions]\nall = [{}]\n"
                            "[constraints]\nall = [\"meets_clock or clock.mhz > 0\", \"area_mm2 < 100\", \"seconds < "
                            "10\"]\n"
                            "[[objective]]\nmaximize = \"runs_per_second / area_mm2\"\n"
                            "[[objective]]\nminimize = \"energy_uj\"\n[[objective]]\nminimize = \"seconds\"\n",
                            base, network, parameters, conditions);
    files[network + ".csv"] = models::read_text_file(root + "/examples/networks/" + network + ".csv");
    return std::make_shared<const DesignSpace>(parse_space(files, "bench.toml"));
}

enum class Caches { cold, warm };

/// All chunks, or as many as fit the time; warm: after they were all worked through, again and again.
void run_all(const char* name, const std::shared_ptr<const DesignSpace>& space, Caches caches,
             double least_seconds = 0.5) {
    Evaluator evaluator(space);
    Evaluator::Worker worker(evaluator);
    Counter counter(worker);
    const auto run = [&](double until) {
        for (std::int64_t chunk = 0; chunk < evaluator.chunks() && (chunk < 2 || now() < until); ++chunk)
            worker.evaluate_chunk(chunk, counter, [] { return false; });
    };
    if (caches == Caches::warm) run(1e18);
    const std::int64_t timed_before = evaluator.timings();
    counter.points = counter.others = 0;
    const double begin = now();
    do run(begin + least_seconds);
    while (caches == Caches::warm && now() < begin + least_seconds);
    const double seconds = now() - begin;
    const auto all = static_cast<double>(counter.points + counter.others);
    fmt::print("{:<44} {:>12.0f} {:>12.1f} {:>12.0f} {:>9} {:>10.0f}\n", name, all, 1e9 * seconds / all, all / seconds,
               evaluator.timings(), static_cast<double>(evaluator.timings() - timed_before) / seconds);
}

/// Chunks from one counter, as a run takes them. Processor time of all threads a point, which a busy machine does not
/// change, and the most memory that the process has needed so far.
void run_threads(const char* name, const std::shared_ptr<const DesignSpace>& space, int threads) {
    Evaluator evaluator(space);
    std::atomic<std::int64_t> next{0}, points{0};
    const double begin = now();
    const std::clock_t clock_before = std::clock();
    std::vector<std::thread> pool;
    pool.reserve(static_cast<std::size_t>(threads));
    for (int t = 0; t < threads; ++t)
        pool.emplace_back([&] {
            Evaluator::Worker worker(evaluator);
            Counter counter(worker);
            for (std::int64_t chunk = next++; chunk < evaluator.chunks(); chunk = next++)
                worker.evaluate_chunk(chunk, counter, [] { return false; });
            points += counter.points + counter.others;
        });
    for (std::thread& thread : pool) thread.join();
    const double seconds = now() - begin;
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const double processor = static_cast<double>(std::clock() - clock_before) / CLOCKS_PER_SEC;
    fmt::print("{:<44} {:>12} {:>12.1f} {:>12.0f} {:>9} {:>7.0f} MB, {:.1f} ns of processors\n", name, points.load(),
               1e9 * seconds / static_cast<double>(points), static_cast<double>(points) / seconds, evaluator.timings(),
               static_cast<double>(usage.ru_maxrss) / 1024, 1e9 * processor / static_cast<double>(points));
}

void run_single(const char* name, const std::shared_ptr<const DesignSpace>& space) {
    Evaluator evaluator(space);
    Evaluator::Worker worker(evaluator);
    Random random(1);
    std::vector<PointId> ids(20'000);
    for (PointId& id : ids) id = static_cast<PointId>(random.below(static_cast<std::uint64_t>(space->size())));
    for (const PointId id : ids) (void)worker.evaluate(id); // fills the caches
    const double begin = now();
    for (const PointId id : ids) (void)worker.evaluate(id);
    const double seconds = now() - begin;
    fmt::print("{:<44} {:>12} {:>12.1f} {:>12.0f} {:>9}\n", name, ids.size(),
               1e9 * seconds / static_cast<double>(ids.size()), static_cast<double>(ids.size()) / seconds,
               evaluator.timings());
}

const std::string clocks = "\"clock.mhz\" = {from = 100, to = 2000, step = 10}\n";
const std::string some_clocks = "\"clock.mhz\" = {from = 100, to = 2000, step = 100}\n";
const std::string technologies = "technology = [\"nangate45\", \"scaled_32nm\", \"scaled_16nm\", \"scaled_7nm\"]\n";

} // namespace

int main() {
    const std::string lanes = "\"weights.lanes\" = {from = 1, to = 64, step = 1}\n";
    const std::string decoders = "\"csr.decoders\" = {from = 1, to = 500, step = 1}\n";
    const std::string machines = "\"weights.lanes\" = [2, 4, 8]\n\"array.rows\" = [16, 32]\n";
    const std::string latencies = "\"memory.latency_cycles\" = {from = 0, to = 1000, step = 1}\n";
    const std::string seeds = "\"encoding.matrix_seed\" = {from = 1, to = 100, step = 1}\n";
    fmt::print("{:<44} {:>12} {:>12} {:>12} {:>9} {:>10}\n", "", "points", "ns a point", "points/s", "timings",
               "timings/s");
    run_all("clocks", space_of("lenet5", "", clocks), Caches::warm);
    run_all("clocks, technologies", space_of("lenet5", "", clocks + technologies), Caches::warm);
    run_all("20 clocks, technologies, machines", space_of("lenet5", "", some_clocks + technologies + machines),
            Caches::warm);
    run_all("20 clocks, technologies, matrix seeds", space_of("lenet5", "", some_clocks + technologies + seeds),
            Caches::warm);
    run_all("machines with equal cycles", space_of("lenet5", "\"encoding.format\" = \"binary\"\n", lanes + decoders),
            Caches::warm);
    run_all("lenet5, no equal cycles", space_of("lenet5", "", machines + latencies), Caches::cold, 2);
    run_all("resnet18, no equal cycles", space_of("resnet18", "", machines + latencies), Caches::cold, 2);
    run_all("excluded, by the clock", space_of("lenet5", "", clocks + lanes + decoders, "\"clock.mhz < 1\""),
            Caches::cold);
    run_all("excluded, by the machine", space_of("lenet5", "", clocks + lanes + decoders, "\"weights.lanes < 1\""),
            Caches::cold);
    const std::string taps = "\"encoding.taps\" = [2, 3, 4]\n\"array.mode\" = [\"add_sub\", \"dense\"]\n";
    const auto large = space_of("lenet5", "", clocks + technologies + machines + taps + seeds);
    run_threads("all of these, 2 threads", large, 2);
    run_threads("all of these, 1 thread", large, 1);
    run_single("single points", space_of("lenet5", "", clocks + technologies + machines));
}
