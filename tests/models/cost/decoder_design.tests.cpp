// The pipeline that a decoder gets for a clock, beside its own delays.
#include "models/cost/decoder_design.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace fracbit::models;

TEST_CASE("a decoder needs one stage exactly where its delay fits the period, however many gates a signal drives") {
    const Technology& technology = shipped_technology("nangate45");
    int buffered = 0;
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        CAPTURE(seed);
        const XorNetwork network({8, 60, 0, seed});
        DecoderDesignOptions options;
        const double delay_ps = design_decoder(network, options, technology).delay_ps;
        const auto at_period = [&](double period_ps) {
            options.clock_mhz = 1e6 / period_ps;
            return design_decoder(network, options, technology);
        };
        const DecoderDesign fits = at_period(delay_ps + 0.01);
        CHECK(fits.pipeline.cut.stages == 1);
        CHECK(at_period(delay_ps - 0.01).pipeline.cut.stages == 2);
        for (const DecoderDesign& design : {fits, at_period(delay_ps * 0.8)})
            CHECK(*std::max_element(design.pipeline.stage_ps.begin(), design.pipeline.stage_ps.end()) ==
                  Approx(design.cost.delay_ps).margin(0.01));
        buffered += static_cast<int>(fits.properties.max_fan_out > technology.wiring.max_fanout.value);
    }
    CHECK(buffered > 6);
}
