// The parts of libtorch that training uses: tensors and automatic differentiation. (With clang, ivalue.h comes first.)
#pragma once

#include <ATen/core/ivalue.h>

#include <ATen/ATen.h>
#include <torch/csrc/autograd/custom_function.h>
