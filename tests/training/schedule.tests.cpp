#include "training/run/schedule.hpp"

#include <catch2/catch.hpp>

using namespace fracbit::training;

TEST_CASE("learning rate and S_tanh warm up together and change at each decay") {
    const ScheduleSettings settings{200, 0.1, Decay::step, {150, 175}, 0.5, 100, 10, 5, 2};
    struct Case {
        double epochs, learning_rate, s_tanh;
    };
    for (const Case& each : {Case{0, 0, 5},
                             {50, 0.05, 7.5},
                             {100, 0.1, 10},
                             {149.9, 0.1, 10},
                             {150, 0.05, 20},
                             {175, 0.025, 40},
                             {199, 0.025, 40}}) {
        CAPTURE(each.epochs);
        const Rates rates = rates_at(settings, each.epochs);
        CHECK(rates.learning_rate == Approx(each.learning_rate));
        CHECK(rates.s_tanh == Approx(each.s_tanh));
    }
}

TEST_CASE("a cosine falls from the end of the warm-up to zero while S_tanh grows evenly in the exponent") {
    const ScheduleSettings settings{12, 0.4, Decay::cosine, {}, 0.5, 2, 10, 10, 4};
    CHECK(rates_at(settings, 1).learning_rate == Approx(0.2));
    CHECK(rates_at(settings, 2).learning_rate == Approx(0.4));
    CHECK(rates_at(settings, 7).learning_rate == Approx(0.2));
    CHECK(rates_at(settings, 12).learning_rate == Approx(0).margin(1e-12));
    CHECK(rates_at(settings, 2).s_tanh == Approx(10));
    CHECK(rates_at(settings, 7).s_tanh == Approx(20));
    CHECK(rates_at(settings, 12).s_tanh == Approx(40));
}

TEST_CASE("steepness follows the share of epochs that are over, and is infinite in the last part") {
    ScheduleSettings settings;
    settings.epochs = 20;
    settings.steepness = {1, 16, 0.5};
    CHECK(rates_at(settings, 0).steepness == Approx(1));
    CHECK(rates_at(settings, 5).steepness == Approx(4));
    CHECK(rates_at(settings, 9.999).steepness == Approx(16).epsilon(0.001));
    CHECK(rates_at(settings, 10).steepness == hard);
    CHECK(rates_at(settings, 20).steepness == hard);
    CHECK(rates_at(settings, 5).hardness == 0);
    settings.steepness.share = 0;
    CHECK(rates_at(settings, 0).steepness == hard);
    settings.steepness = {1, 16, 0.5, Hardening::ramp};
    CHECK(rates_at(settings, 5).hardness == Approx(0.5));
    CHECK(rates_at(settings, 5).steepness == Approx(4));
    CHECK(rates_at(settings, 10).hardness == 1);
    CHECK(rates_at(settings, 10).steepness == 16);
}
