// Load/store trace of Ramulator 2 (frontend `LoadStoreTrace`): lines "LD 0xADDRESS" and "ST 0xADDRESS".
//
// Source: CMU-SAFARI/ramulator2, src/frontend/impl/memory_trace/loadstore_trace.cpp (commit 58f28191). Its parser
// wants exactly two tokens a line, so no comment and no header can stand in the file; they go to PATH.header.txt.
// The format has no time (the front end sends a request whenever the memory accepts one) and no size: the address
// mapper drops log2(transaction bytes) low bits, so each burst of ours is one transaction. Set `burst_bytes` to
// the memory's transaction size (64 for DDR4 x64) to make the two agree.
#pragma once

#include "traces/file_sink.hpp"

namespace fracbit::traces {

class Ramulator2Sink final : public FileSink {
public:
    using FileSink::FileSink;

private:
    void on_start() override;
    void on_burst(const BurstEvent& event) override;
};

} // namespace fracbit::traces
