module klockwork.dev/clock

go 1.19

require k8s.io/utils v0.0.0-20221128185143-99ec85e7a448
