// What an expression compiles to: a flat list of operations on a stack.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace fracbit::explorer {

enum class Operation : std::uint8_t {
    constant, ///< pushes `value`
    slot,     ///< pushes a slot
    // of one
    negate,
    log2,
    sqrt,
    abs,
    ceil,
    floor,
    logical_not,
    // of two
    add,
    subtract,
    multiply,
    divide,
    min, ///< NaN if one of them is, like everything else that computes; of equal ones (0, -0) the second
    max,
    equal,
    not_equal,
    less,
    less_equal,
    greater,
    greater_equal,
    logical_and,
    logical_or
};

struct Instruction {
    Operation operation = Operation::constant;
    int slot = 0;
    double value = 0;
};

/// Values that may lie on the stack.
inline constexpr int program_stack = 64;

/// The value of a program whose every step finds its operands and that never needs more than `program_stack` values.
double run_program(std::span<const Instruction> program, std::span<const double> slots);

} // namespace fracbit::explorer
