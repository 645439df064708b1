// One point after the other: what changed is worked out again, step by step of the plan, until a step fails.
#pragma once

#include "explorer/evaluation/metric_values.hpp"
#include "explorer/evaluation/shared_results.hpp"

#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace fracbit::explorer {

class PointEvaluation {
public:
    explicit PointEvaluation(SharedResults& shared);

    /// Notes levels whose digit is another one since the last run.
    void turned(AxisMask levels) { changed_ |= levels; }
    /// `digits` of all axes of the space, whose slots are set; they are looked at until the next call.
    PointStatus run(std::span<const int> digits);
    /// The step that failed; only after a run that was not feasible.
    [[nodiscard]] const Step& failed() const { return plan_.steps[failed_]; }
    /// Whether a stage was worked out since the last call that may have taken long.
    bool took_long() { return std::exchange(took_long_, false); }

    /// All slots: what the plan leaves out is worked out now.
    std::span<const double> complete();
    [[nodiscard]] std::span<double> slots() { return slots_; }
    [[nodiscard]] std::span<const double> objectives() const { return objectives_; }
    [[nodiscard]] const std::vector<Accuracy>& accuracies() const { return accuracies_; }
    [[nodiscard]] const std::string& reason() const;

private:
    struct NetworkState {
        bool runs = false;
        std::shared_ptr<const NetworkStorage> storage;
        std::shared_ptr<const NetworkTiming> timing;
        RunTotals totals;
        double accuracy = 0, accuracy_ratio = 0, accuracy_drop = 0; ///< not a number: not known
    };
    struct StepState {
        bool stale = true;
        PointStatus status = PointStatus::feasible;
        std::string reason; ///< of a stage that failed
    };

    PointStatus execute(const Step& step, StepState& state);
    /// A stage with the metrics that it is to write.
    PointStatus work_out(Stage stage, const std::vector<MetricSlot>& metrics, std::string& reason);
    PointStatus check(std::string& reason);
    PointStatus find_accuracy(std::string& reason);
    PointStatus find_storage(std::string& reason);
    PointStatus find_timing(std::string& reason);
    void find_machine();
    void find_energy();
    void find_seconds();
    void find_leakage(const std::vector<MetricSlot>& metrics);
    [[nodiscard]] double value_of(const MetricSlot& metric) const;
    [[nodiscard]] const std::vector<int>& networks_that_run() const;

    SharedResults& shared_;
    const EvaluationPlan& plan_;
    const DesignSpace& space_;

    std::span<const int> digits_; ///< of the point that is looked at
    std::vector<double> slots_, objectives_;
    std::vector<StepState> states_; ///< by step
    AxisMask changed_ = 0;
    std::size_t failed_ = 0;
    bool took_long_ = false, completed_ = false;

    DesignPoint point_;
    XorPlanes planes_;
    models::MachineUse use_;
    bool decoder_ = false;
    models::MachineCost machine_;
    std::vector<NetworkState> networks_;
    NetworkState whole_;
    std::vector<Accuracy> accuracies_;
};

} // namespace fracbit::explorer
