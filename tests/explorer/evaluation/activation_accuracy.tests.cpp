// Each point has the accuracy of its own bits of activations, whichever axes change these and in whatever order.
#include "explorer/evaluation/evaluator.hpp"
#include "explorer/metrics/metric.hpp"
#include "models/core/error.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

using namespace fracbit;
using namespace fracbit::explorer;

namespace {

using Accuracies = std::map<PointId, std::optional<double>>; ///< nothing: no_accuracy

std::shared_ptr<const DesignSpace> rows_for_1_and_8_bits(const std::string& base,
                                                         const std::vector<std::string>& parameters) {
    std::string text = fmt::format("format_version = 1\nname = \"activations\"\n[base]\n\"array.rows\" = 8\n"
                                   "\"array.columns\" = 16\n{}[[network]]\nname = \"net\"\nfile = \"net.csv\"\n"
                                   "accuracy = \"toy/data\"\n[accuracy]\ntables = [\"table.csv\"]\n[parameters]\n",
                                   base);
    for (const std::string& parameter : parameters) text += parameter + "\n";
    text += "[[objective]]\nmaximize = \"accuracy\"\n";
    return std::make_shared<const DesignSpace>(parse_space(
        {{"", text},
         {"net.csv", "name,kind,channels,out_channels\nfc,linear,40,30\n"},
         {"table.csv", "network,dataset,q,n_in,n_out,taps,accuracy,full_precision,kind,source,activation_bits\n"
                       "toy,data,1,1,1,0,90,96,published,a paper,\n"
                       "toy,data,1,1,1,0,70,95,published,a paper,1\n"}},
        "space.toml"));
}

class AccuracySink final : public PointSink {
public:
    AccuracySink(const Evaluator& evaluator, Evaluator::Worker& worker, Position first, Accuracies& found)
        : evaluator_(evaluator), worker_(worker), position_(first), found_(found) {}
    void feasible(PointId id) override {
        ++position_;
        found_[id] = -worker_.objectives()[0];
    }
    void rejected(PointStatus status, std::int64_t count) override {
        if (status != PointStatus::no_accuracy) throw Error(worker_.reason());
        for (; count > 0; --count) found_[evaluator_.point_at(position_++)] = std::nullopt;
    }

private:
    const Evaluator& evaluator_;
    Evaluator::Worker& worker_;
    Position position_;
    Accuracies& found_;
};

Accuracies accuracies_of(const std::shared_ptr<const DesignSpace>& space, int threads) {
    const Evaluator evaluator(space);
    std::atomic<std::int64_t> next{0};
    std::mutex mutex;
    Accuracies all;
    const auto work = [&] {
        Evaluator::Worker worker(evaluator);
        Accuracies found;
        for (std::int64_t chunk = next++; chunk < evaluator.chunks(); chunk = next++) {
            AccuracySink sink(evaluator, worker, chunk * evaluator.chunk_size(), found);
            worker.evaluate_chunk(chunk, sink, [] { return false; });
        }
        const std::lock_guard lock(mutex);
        all.merge(found);
    };
    std::vector<std::jthread> pool;
    for (int t = 0; t < threads; ++t) pool.emplace_back(work);
    pool.clear();
    return all;
}

/// What the table says of the point's own machine.
std::optional<double> from_the_table(const DesignSpace& space, PointId id) {
    std::vector<int> digits(space.axes().size());
    space.digits_of(id, digits);
    const DesignPoint point = space.point(digits);
    const auto& array = point.architecture.array;
    if (point.weights.format == models::WeightFormat::dense8) return 96;
    if (array.mode != models::ArrayMode::xnor || array.activation_bits == 8) return 90;
    if (array.activation_bits == 1) return 70;
    return std::nullopt;
}

/// In all orders of the parameters, on 1 and 2 threads, and singly from the last point to the first.
void check_all_orders(const std::string& base, std::vector<std::string> parameters, std::size_t different) {
    std::sort(parameters.begin(), parameters.end());
    do {
        INFO(base << fmt::format("{}", fmt::join(parameters, "\n")));
        const auto space = rows_for_1_and_8_bits(base, parameters);
        Accuracies expected;
        std::vector<std::optional<double>> values;
        for (PointId id = 0; id < space->size(); ++id) values.push_back(expected[id] = from_the_table(*space, id));
        std::sort(values.begin(), values.end());
        CHECK(std::unique(values.begin(), values.end()) - values.begin() == static_cast<std::ptrdiff_t>(different));
        for (const int threads : {1, 2}) CHECK((accuracies_of(space, threads) == expected));
        const Evaluator evaluator(space);
        Evaluator::Worker worker(evaluator);
        for (PointId id = space->size() - 1; id >= 0; --id) {
            const bool known = worker.evaluate(id) == PointStatus::feasible;
            CHECK(known == expected[id].has_value());
            if (known) CHECK(-worker.objectives()[0] == expected[id]);
        }
    } while (std::next_permutation(parameters.begin(), parameters.end()));
}

const std::string binary = "\"encoding.format\" = \"binary\"\n", xnor = "\"array.mode\" = \"xnor\"\n",
                  one_bit = "\"array.activation_bits\" = 1\n";
const std::string all_bits = "\"array.activation_bits\" = [1, 4, 8]",
                  modes = "\"array.mode\" = [\"add_sub\", \"xnor\"]", clocks = "\"clock.mhz\" = [400, 800]",
                  lanes = "\"weights.lanes\" = [1, 4]", formats = "\"encoding.format\" = [\"binary\", \"dense8\"]";

} // namespace

TEST_CASE("bits of activations as an axis give each point of an xnor array the accuracy of its own bits") {
    check_all_orders(binary + xnor, {"\"array.activation_bits\" = [1, 8]"}, 2);
    check_all_orders(binary + xnor, {all_bits, clocks, lanes}, 3);
}

TEST_CASE("the mode as an axis gives points of few bits another accuracy on the xnor array alone") {
    check_all_orders(binary + one_bit, {modes}, 2);
    check_all_orders(binary + one_bit, {modes, clocks, lanes}, 2);
    check_all_orders(binary, {modes, all_bits, clocks}, 3);
}

TEST_CASE("weights of 8 bits keep full precision on an array of few activation bits") {
    check_all_orders(xnor, {all_bits, formats, clocks}, 4);
}

TEST_CASE("a point without an accuracy names its bits of activations where these are few") {
    const auto reason = [](const std::string& base) {
        const auto space = rows_for_1_and_8_bits(base, {clocks});
        const Evaluator evaluator(space);
        Evaluator::Worker worker(evaluator);
        CHECK(worker.evaluate(0) == PointStatus::no_accuracy);
        return worker.reason();
    };
    CHECK(reason(binary + xnor + "\"array.activation_bits\" = 4\n") ==
          "no table has the accuracy of toy on data with q = 1, 1 -> 1, taps 2, sparsity 0, activations of 4 bits, or "
          "rows on both sides of it");
    CHECK(reason(binary + "\"encoding.q\" = 2\n\"array.activation_bits\" = 4\n") ==
          "no table has the accuracy of toy on data with q = 2, 1 -> 1, taps 2, sparsity 0, or rows on both sides of "
          "it");
}
