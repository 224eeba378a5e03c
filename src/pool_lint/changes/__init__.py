"""Two sides → matched bodies → what each difference does → findings."""
