// Outputs of a step that find everything at rest: what happens then depends on their number and size alone, so it is
// worked out once and moved in time.
#pragma once

#include "models/timing/links.hpp"
#include "models/timing/memory.hpp"
#include "models/timing/output_writer.hpp"
#include "models/timing/scaler.hpp"

#include <cstdint>
#include <vector>

namespace fracbit::models::timing {

/// Positions of `rows` outputs, scaled in `cycles` each, of which the first lies `phase` bits into a burst.
struct OutputStep {
    std::int64_t positions = 0, cycles = 0, rows = 0, phase = 0;
    friend bool operator==(const OutputStep&, const OutputStep&) = default;
};

/// Remembers the drains of one machine.
class OutputDrains {
public:
    OutputDrains(Links& links, Memory& memory, OutputWriter& writer, Scaler& scaler)
        : links_(links), memory_(memory), writer_(writer), scaler_(scaler) {}
    void clear() { known_.clear(); }
    /// Steps that were moved in time, ever.
    [[nodiscard]] std::int64_t copies() const { return copies_; }
    /// If the memory channel waits for the outputs of the step that the scaler is about to begin, and channel, writer
    /// and scaler have nothing else to do by then: works out the step until its outputs are issued. `look()` is called
    /// between rounds. True if so.
    template <class Look>
    bool advance(Look look) {
        OutputStep step;
        if (!at_rest(step)) return false;
        if (repeat_known(step)) return true;
        for (bool through = false; !through; look()) {
            scaler_.push_positions();
            writer_.advance();
            through = memory_.issue_outputs();
        }
        remember(step);
        return true;
    }

private:
    /// What is left behind; times from the begin of the step on.
    struct Drain {
        OutputStep step;
        Memory::Outputs memory;
        OutputWriter::Taken writer;
        Tally scaler;
        Growth::Tail held, freed;
    };
    bool at_rest(OutputStep& step);
    bool repeat_known(const OutputStep& step);
    void remember(const OutputStep& step);

    Links& links_;
    Memory& memory_;
    OutputWriter& writer_;
    Scaler& scaler_;
    std::int64_t begin_ = 0; ///< of the step
    std::vector<Drain> known_;
    std::int64_t copies_ = 0;
};

} // namespace fracbit::models::timing
