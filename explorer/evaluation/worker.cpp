#include "explorer/evaluation/evaluator.hpp"
#include "explorer/evaluation/point_evaluation.hpp"
#include "explorer/evaluation/shared_results.hpp"

#include <algorithm>

namespace fracbit::explorer {

struct Evaluator::Worker::State {
    explicit State(SharedResults& from)
        : shared(from), evaluation(from), axis_digits(from.space.axes().size()),
          level_digits(static_cast<std::size_t>(from.order.depth())) {
        from.space.fill_slots(axis_digits, evaluation.slots());
        for (const AxisOrder::Level& level : from.order.levels()) {
            columns.emplace_back();
            for (const int p : from.space.axes()[static_cast<std::size_t>(level.axis)].parameters) {
                const Parameter& parameter = from.space.parameters()[static_cast<std::size_t>(p)];
                columns.back().push_back({static_cast<std::size_t>(parameter.slot), parameter.numbers.data()});
            }
        }
    }

    void turn(int level, int digit) {
        const auto index = static_cast<std::size_t>(level);
        const AxisOrder::Level& at = shared.order.levels()[index];
        id += (digit - level_digits[index]) * at.stride;
        level_digits[index] = axis_digits[static_cast<std::size_t>(at.axis)] = digit;
        for (const Column& column : columns[index]) evaluation.slots()[column.slot] = column.numbers[digit];
    }

    /// To the next position, which exists.
    void step() {
        int level = shared.order.depth() - 1;
        while (level_digits[static_cast<std::size_t>(level)] + 1 ==
               shared.order.levels()[static_cast<std::size_t>(level)].size)
            turn(level--, 0);
        turn(level, level_digits[static_cast<std::size_t>(level)] + 1);
        evaluation.turned(~AxisMask{0} << level);
    }

    template <class DigitOf>
    void move(DigitOf digit_of) {
        AxisMask changed = 0;
        for (int level = 0; level < shared.order.depth(); ++level) {
            const int digit = digit_of(level);
            if (digit == level_digits[static_cast<std::size_t>(level)]) continue;
            changed |= AxisMask{1} << level;
            turn(level, digit);
        }
        evaluation.turned(changed);
    }
    void move_to(Position position) {
        move([&](int level) { return shared.order.digit(level, position); });
    }
    void move_to_point(PointId point) {
        move([&](int level) {
            const AxisOrder::Level& at = shared.order.levels()[static_cast<std::size_t>(level)];
            return static_cast<int>(point / at.stride % at.size);
        });
    }

    /// Positions from this one on that fail as it did.
    [[nodiscard]] std::int64_t failing(Position position, Position end) const {
        const std::int64_t alike = shared.order.subtree(evaluation.failed().skip_depth);
        return std::min(alike - position % alike, end - position);
    }

    struct Column {
        std::size_t slot;
        const double* numbers; ///< by turn
    };
    SharedResults& shared;
    PointEvaluation evaluation;
    std::vector<int> axis_digits, level_digits;
    std::vector<std::vector<Column>> columns; ///< by level
    PointId id = 0;
};

Evaluator::Worker::Worker(const Evaluator& evaluator) : state_(std::make_unique<State>(*evaluator.shared_)) {}

Evaluator::Worker::~Worker() = default;

PointStatus Evaluator::Worker::evaluate(PointId id) {
    state_->move_to_point(id);
    return state_->evaluation.run(state_->axis_digits);
}

bool Evaluator::Worker::evaluate_chunk(std::int64_t chunk, PointSink& sink, const std::function<bool()>& cancelled) {
    constexpr int points_between_questions = 256;
    State& state = *state_;
    const Position first = chunk * state.shared.chunk_size;
    const Position end = first + std::min(state.shared.chunk_size, state.shared.space.size() - first);
    int unasked = 0;
    state.move_to(first);
    for (Position position = first;;) {
        if (state.evaluation.took_long() || ++unasked == points_between_questions) {
            unasked = 0;
            if (cancelled()) return false;
        }
        const PointStatus status = state.evaluation.run(state.axis_digits);
        std::int64_t done = 1;
        if (status == PointStatus::feasible) {
            sink.feasible(state.id);
        } else {
            done = state.failing(position, end);
            sink.rejected(status, done);
        }
        position += done;
        if (position == end) return true;
        if (done == 1)
            state.step();
        else
            state.move_to(position);
    }
}

std::span<const double> Evaluator::Worker::slots() { return state_->evaluation.complete(); }

std::span<const double> Evaluator::Worker::objectives() const { return state_->evaluation.objectives(); }

const std::vector<Accuracy>& Evaluator::Worker::accuracies() const { return state_->evaluation.accuracies(); }

const std::string& Evaluator::Worker::reason() const { return state_->evaluation.reason(); }

std::span<const double> Evaluator::Worker::known_slots() const { return state_->evaluation.slots(); }

} // namespace fracbit::explorer
