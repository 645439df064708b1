#include "explorer/expression/program.hpp"

#include <cmath>

namespace fracbit::explorer {

double run_program(std::span<const Instruction> program, std::span<const double> slots) {
    // The topmost value is not in memory. The first push stores what was there before: nothing that is read.
    // Not initialised on purpose: this runs millions of times a second.
    double stack[program_stack + 1];
    double* below = stack;
    double top = 0;
    // Every step finds its operands. NOLINTBEGIN(clang-analyzer-core.UndefinedBinaryOperatorResult)
    for (const Instruction& step : program) {
        switch (step.operation) {
        case Operation::constant:
            *below++ = top;
            top = step.value;
            break;
        case Operation::slot:
            *below++ = top;
            top = slots[static_cast<std::size_t>(step.slot)];
            break;
        case Operation::negate:
            top = -top;
            break;
        case Operation::log2:
            top = std::log2(top);
            break;
        case Operation::sqrt:
            top = std::sqrt(top);
            break;
        case Operation::abs:
            top = std::fabs(top);
            break;
        case Operation::ceil:
            top = std::ceil(top);
            break;
        case Operation::floor:
            top = std::floor(top);
            break;
        case Operation::logical_not:
            top = top != 0 ? 0 : 1;
            break;
        case Operation::add:
            top = *--below + top;
            break;
        case Operation::subtract:
            top = *--below - top;
            break;
        case Operation::multiply:
            top = *--below * top;
            break;
        case Operation::divide:
            top = *--below / top;
            break;
        case Operation::min:
            --below;
            if (*below < top || std::isnan(*below)) top = *below;
            break;
        case Operation::max:
            --below;
            if (*below > top || std::isnan(*below)) top = *below;
            break;
        case Operation::equal:
            top = *--below == top ? 1 : 0;
            break;
        case Operation::not_equal:
            top = *--below != top ? 1 : 0;
            break;
        case Operation::less:
            top = *--below < top ? 1 : 0;
            break;
        case Operation::less_equal:
            top = *--below <= top ? 1 : 0;
            break;
        case Operation::greater:
            top = *--below > top ? 1 : 0;
            break;
        case Operation::greater_equal:
            top = *--below >= top ? 1 : 0;
            break;
        case Operation::logical_and:
            --below;
            top = static_cast<double>(static_cast<int>(*below != 0) & static_cast<int>(top != 0));
            break;
        case Operation::logical_or:
            --below;
            top = static_cast<double>(static_cast<int>(*below != 0) | static_cast<int>(top != 0));
            break;
        }
    }
    // NOLINTEND(clang-analyzer-core.UndefinedBinaryOperatorResult)
    return top;
}

} // namespace fracbit::explorer
