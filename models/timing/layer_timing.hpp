// One layer from its first burst to its last: the blocks as recurrences that feed each other (docs/timing.md).
#pragma once

#include "models/results/simulation_result.hpp"
#include "models/timing/csr_path.hpp"
#include "models/timing/decoder_pipe.hpp"
#include "models/timing/group_looks.hpp"
#include "models/timing/late_units.hpp"
#include "models/timing/layer_work.hpp"
#include "models/timing/links.hpp"
#include "models/timing/memory.hpp"
#include "models/timing/output_drain.hpp"
#include "models/timing/output_writer.hpp"
#include "models/timing/period.hpp"
#include "models/timing/plain_path.hpp"
#include "models/timing/pruned_path.hpp"
#include "models/timing/scaler.hpp"
#include "models/timing/tile_passes.hpp"
#include "models/timing/timing_model.hpp"
#include "models/timing/vector_unit.hpp"
#include "models/timing/weight_buffer.hpp"
#include "models/timing/weight_loads.hpp"

namespace fracbit::models::timing {

/// Keeps its queues from layer to layer and from network to network: making them takes longer than a small layer.
class LayerTiming {
public:
    LayerTiming();
    /// The machine of the layers to come. `skip_periods`: false works through every event (same results).
    void configure(const Architecture& architecture, bool skip_periods);
    /// One run of the layer. Throws ConfigError as the parts of the plan do, SimulationError if nothing can move any
    /// more.
    LayerResult run(const LayerWork& work);
    /// Of the last run, that of `work`.
    [[nodiscard]] TimingEffort effort(const LayerWork& work) const;

private:
    void reset(const LayerWork& work);
    template <class Path, class Listing>
    void run_array(const LayerWork& work, Listing listing, Path& path);
    template <class Path>
    bool advance_channel(bool settled);
    template <class List, class Path, class Look>
    void run_blocks(const LayerWork& work, List& list, Path& path, Look look);
    template <class List>
    struct ArrayState;
    struct VectorState;
    template <class State>
    void skip_array_periods(State& state);
    void reset_finders(const StepTransfers& transfers);
    template <class List>
    PeriodFinder* due_finder(const List& list);
    void run_vector_unit(const LayerWork& work, ChunkedList<NoWeights>& list);
    void limit_rounds(const LayerWork& work);
    [[noreturn]] void report_stuck(const LayerWork& work) const;
    LayerResult result_of(const LayerWork& work);
    void add_weight_path(const LayerWork& work, LayerResult& result);

    Links links_;
    Memory memory_;
    DecoderPipe pipe_;
    WeightBuffer buffer_;
    PlainPath plain_;
    PrunedPath pruned_;
    CsrPath csr_;
    TilePasses passes_;
    OutputWriter writer_;
    Scaler scaler_;
    OutputDrains drains_;
    LateUnits late_units_;
    WeightLoads weight_loads_;
    VectorUnit vector_unit_;
    PeriodFinder between_groups_, between_chunks_, within_steps_;
    std::int64_t looked_piece_ = -1;
    GroupLooks group_looks_;
    bool skip_periods_ = true, on_array_ = false;
    std::int64_t looks_ = 0, copies_before_ = 0, drain_looks_before_ = 0;
};

} // namespace fracbit::models::timing
