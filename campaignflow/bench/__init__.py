"""The benchmark: campaignflow beside its peers, in one process, as ratios.

Run it with ``python -m campaignflow.bench``. Peers that are not installed are left out.
"""
