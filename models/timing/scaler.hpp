// The scaler: one position after the other (docs/machine.md, "scaler").
#pragma once

#include "models/timing/layer_work.hpp"
#include "models/timing/links.hpp"
#include "models/timing/output_writer.hpp"
#include "models/timing/tally.hpp"

namespace fracbit::models::timing {

class Scaler {
public:
    Scaler(Links& links, OutputWriter& writer) : links_(links), writer_(writer) {}
    void reset(const LayerWork& work);
    bool advance();
    [[nodiscard]] bool done() const { return step_ == work_->steps(); }
    [[nodiscard]] const Tally& tally() const { return tally_; }

private:
    bool find_inputs();
    void end_step();

    Links& links_;
    OutputWriter& writer_;
    const LayerWork* work_ = nullptr;
    std::int64_t step_ = 0, group_ = 0, chunk_ = 0, position_ = 0;
    std::int64_t present_ = unknown; ///< from when on the step's sums, scales and residual are there
    Tally tally_;
};

} // namespace fracbit::models::timing
