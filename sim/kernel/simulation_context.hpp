// A SystemC kernel of its own for one simulation: several may run in a process, one after the other.
#pragma once

#include <systemc>

namespace fracbit::sim {

class SimulationContext {
public:
    SimulationContext() : outer_(sc_core::sc_curr_simcontext), own_(new sc_core::sc_simcontext) {
        sc_core::sc_curr_simcontext = own_;
        sc_core::sc_report_handler::set_actions(sc_core::SC_INFO, sc_core::SC_DO_NOTHING); // our errors speak for themselves
    }
    ~SimulationContext() {
        delete own_;
        sc_core::sc_curr_simcontext = outer_;
    }
    SimulationContext(const SimulationContext&) = delete;
    SimulationContext& operator=(const SimulationContext&) = delete;

private:
    sc_core::sc_simcontext* outer_;
    sc_core::sc_simcontext* own_;
};

} // namespace fracbit::sim
